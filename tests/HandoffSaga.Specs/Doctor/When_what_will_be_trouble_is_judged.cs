using System.Buffers.Text;
using System.Text;
using HandoffSaga.Host.Doctor;
using HandoffSaga.Storage;

namespace HandoffSaga.Specs.Doctor;

public sealed class When_what_will_be_trouble_is_judged
{
    private const long Mebibyte = 1024 * 1024;

    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(50_000, null, "ok")]
    [InlineData(50_000, 100.0, "ok")]
    [InlineData(50_000, 10_000.0, "warn")]
    [InlineData(900, null, "warn")]
    [InlineData(99, null, "failed")]
    public void A_disk_that_fills_within_a_week_is_a_warning_and_a_full_one_has_failed(long free, double? daily, string verdict)
    {
        var found = DiskCheck.Judge(free * Mebibyte, daily * Mebibyte);

        found.Word.ShouldBe(verdict);
        if (daily == 10_000.0)
            found.Detail.ShouldContain("in 5.0 days");
        (found.WhatToDo is null).ShouldBe(verdict == "ok");
    }

    [Theory]
    [InlineData(6, 100, "ok")]
    [InlineData(8, 100, "warn")]
    [InlineData(null, 6, "ok")]
    [InlineData(null, 8, "warn")]
    [InlineData(null, null, "ok")]
    public void A_backup_that_is_too_old_is_a_warning_and_so_is_none_on_a_station_that_is_older(int? last, int? inUse, string verdict) =>
        BackupAgeCheck.Judge(Now - Days(last), Now - Days(inUse), TimeSpan.FromDays(7), Now).Word.ShouldBe(verdict);

    [Theory]
    [InlineData(null, null)]
    [InlineData(31, null)]
    [InlineData(29, "warn")]
    [InlineData(0, "failed")]
    [InlineData(-3, "failed")]
    public void What_ends_within_30_days_is_a_warning_and_what_has_ended_has_failed(int? days, string? verdict)
    {
        var found = ExpiryCheck.Judge(new Expiring("Guardian:Jwks", "the key guardian-1", Now + Days(days)), Now);

        found?.Word.ShouldBe(verdict);
        (found is null).ShouldBe(verdict is null);
        if (found is not null)
            found.Detail.ShouldContain("Guardian:Jwks: the key guardian-1");
    }

    [Fact]
    public void A_token_that_says_when_it_ends_is_a_JWT()
    {
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"exp":1748786400}"""));

        ExpiryCheck.EndOfToken($"e30.{claims}.c2ln\n").ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1748786400));
        foreach (var other in new[] { "3f9c", "a.b.c", $"e30.{Base64Url.EncodeToString("[]"u8)}.x", "e30.***.x", "" })
            ExpiryCheck.EndOfToken(other).ShouldBeNull(other);
    }

    [Theory]
    [InlineData(-3600, "Sqlite", "ok")]
    [InlineData(5, "Sqlite", "ok")]
    [InlineData(3600, "Sqlite", "failed")]
    [InlineData(1, "Postgres", "ok")]
    [InlineData(-5, "Postgres", "warn")]
    [InlineData(15, "Postgres", "failed")]
    public void A_clock_is_compared_with_what_the_store_knows(int seconds, string store, string verdict) =>
        ClockCheck.Judge(Now, Now.AddSeconds(seconds), Enum.Parse<StoreKind>(store)).Word.ShouldBe(verdict);

    private static TimeSpan? Days(int? days) => days is { } known ? TimeSpan.FromDays(known) : null;
}
