using System.Text;
using HandoffSaga.Alerts;
using HandoffSaga.Durability;
using HandoffSaga.Intake;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_the_clock_of_the_station_is_set : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private AlertReceiver _people = null!;
    private Station _station = null!;

    public static TheoryData<TimeSpan> Jumps =>
        [TimeSpan.FromHours(-1), TimeSpan.FromDays(-1), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    public async ValueTask InitializeAsync()
    {
        _people = await AlertReceiver.Start();
        _station = await Station.Started(s =>
        {
            s.Vault.Answers = ScriptedHub.Down;
            s.Alerts = new AlertOptions { Urls = [_people.Url] };
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _people.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task A_redelivery_comes_no_later_than_it_was_asked_for(TimeSpan jump)
    {
        await UntilVaultWaits();

        _station.Clock.Set(jump);
        _station.Clock.Advance(TimeSpan.FromSeconds(10));

        await _station.Until(Package, t => t.Vault is { Attempts: 2, Status: LegStatus.RetryPending });
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task A_restart_changes_nothing_about_that(TimeSpan jump)
    {
        await UntilVaultWaits();
        _station.Clock.Set(jump);

        await _station.Restart();
        _station.Clock.Advance(TimeSpan.FromHours(2));

        await _station.Until(Package, t => t.Vault.Attempts >= 2);
    }

    [Theory]
    [InlineData(-3600, "The clock of this station was set back by 3600 s.")]
    [InlineData(3600, "The clock of this station was set forward by 3600 s, or the machine slept.")]
    public async Task People_are_alerted_once(int seconds, string detail)
    {
        _station.Clock.Set(TimeSpan.FromSeconds(seconds));
        _station.Services.GetRequiredService<SweepAlarm>().Ring();

        var (_, alert) = await _people.Next();
        alert.GetProperty("alert_type").GetString().ShouldBe("clock_set");
        alert.GetProperty("severity").GetString().ShouldBe("warning");
        alert.GetProperty("detail").GetString().ShouldBe(detail);
        _station.Clock.Advance(TimeSpan.FromMinutes(5));
        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_is_judged_by_the_clock_as_it_is_now()
    {
        var ends = _station.Clock.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds();
        var keys = Encoding.UTF8.GetString(SampleSignoffs.Key.ToPublicJwks());
        await File.WriteAllTextAsync(
            _station.GuardianJwks,
            keys.Replace("\"kid\"", $"\"exp\":{ends},\"kid\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );

        (await Send("PKG-2")).ShouldBeOfType<IntakeResult.Accepted>();
        _station.Clock.Set(TimeSpan.FromHours(1));
        (await Send("PKG-3")).ShouldBeOfType<IntakeResult.Rejected>();
        _station.Clock.Set(TimeSpan.FromHours(-1));
        (await Send("PKG-3")).ShouldBeOfType<IntakeResult.Accepted>();
    }

    private Task<IntakeResult> Send(string package) => _station.Send(SampleSignoffs.For(package, SampleSignoffs.WorkflowComplete()));

    private async Task UntilVaultWaits()
    {
        await Send(Package);
        await _station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending);
    }
}
