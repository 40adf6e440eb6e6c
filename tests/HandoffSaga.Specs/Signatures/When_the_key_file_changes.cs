using HandoffSaga.Signatures;
using HandoffSaga.Specs.Harness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static HandoffSaga.Specs.Signatures.Signer;

namespace HandoffSaga.Specs.Signatures;

public sealed class When_the_key_file_changes : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys-");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(55));
    private readonly LoggedLines<KeyFile> _said = new();
    private readonly Signer _old = Ed25519("old");
    private readonly Signer _new = Ed25519("new");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Path => System.IO.Path.Combine(_folder.FullName, "guardian.jwks.json");

    [Fact]
    public void A_new_key_counts_from_the_next_question_on()
    {
        var keys = Given(_old);
        Names(keys).ShouldBe(["old"]);

        Replace(Jwks(_old.Jwk(), _new.Jwk()), minutes: 1);
        Names(keys).ShouldBe(["old", "new"]);

        Replace(Jwks(_new.Jwk()), minutes: 2);
        Names(keys).ShouldBe(["new"]);
    }

    [Fact]
    public void A_file_that_rests_is_not_read_again()
    {
        var keys = Given(_old);
        _clock.Advance(TimeSpan.FromMinutes(1));

        keys.Current().ShouldBeSameAs(keys.Current());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_file_of_the_same_size_and_time_is_seen(bool isRenamed)
    {
        var keys = Given(_old);
        var time = File.GetLastWriteTimeUtc(Path);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Names(keys).ShouldBe(["old"]);

        var place = isRenamed ? Path + ".next" : Path;
        File.WriteAllText(place, Jwks(_new.Jwk()));
        File.SetLastWriteTimeUtc(place, time);
        File.Move(place, Path, overwrite: true);

        Names(keys).ShouldBe(["new"]);
    }

    [Fact]
    public void A_second_write_in_the_same_tick_of_the_file_system_is_seen()
    {
        var keys = Given(_old);
        Names(keys).ShouldBe(["old"]);

        Replace(Jwks(_new.Jwk()), minutes: 0);

        Names(keys).ShouldBe(["new"]);
    }

    [Theory]
    [InlineData("{ half written")]
    [InlineData("""{"keys":[]}""")]
    [InlineData(null)]
    public void One_that_cannot_be_used_leaves_the_last_good_keys_and_says_so(string? text)
    {
        var keys = Given(_old);
        keys.Current();

        if (text is null)
            File.Delete(Path);
        else
            Replace(text, minutes: 1);

        Names(keys).ShouldBe(["old"]);
        Names(keys).ShouldBe(["old"]);
        var (level, line) = _said.All.Where(l => l.Level >= LogLevel.Error).ShouldHaveSingleItem();
        line.ShouldStartWith($"Guardian:Jwks: {Path} is unusable (");
        line.ShouldContain("still using keys old");

        _clock.Advance(TimeSpan.FromMinutes(1));
        keys.Current();
        _said.All.Count(l => l.Level == LogLevel.Error).ShouldBe(2, "it is said again until it is put right");

        Replace(Jwks(_new.Jwk()), minutes: 2);
        Names(keys).ShouldBe(["new"]);
    }

    [Fact]
    public void A_key_that_cannot_be_used_is_named_once_and_the_others_are_used()
    {
        var keys = Given(_old);
        Replace(Jwks(_old.Jwk(), """{"kty":"OKP","crv":"Ed25519","kid":"odd","x":"AAAA"}"""), minutes: 1);

        Names(keys).ShouldBe(["old"]);
        Names(keys).ShouldBe(["old"]);

        var (level, line) = _said.All.Where(l => l.Level >= LogLevel.Warning).ShouldHaveSingleItem();
        level.ShouldBe(LogLevel.Warning);
        line.ShouldStartWith($"Guardian:Jwks: {Path}: key 2 (odd) is not an Ed25519 public key");
    }

    [Fact]
    public void Where_there_never_was_one_there_are_no_keys()
    {
        new KeyFile("Guardian:Jwks", Path, _clock, _said).Current().ShouldBeNull();

        KeyFileReading.Problem(Path).ShouldNotBeNull().ShouldContain("guardian.jwks.json");
    }

    [Fact]
    public void A_link_to_another_file_is_followed()
    {
        var elsewhere = System.IO.Path.Combine(_folder.FullName, "secret-1");
        File.WriteAllText(elsewhere, Jwks(_old.Jwk()));
        File.CreateSymbolicLink(Path, elsewhere);

        Names(new KeyFile("Guardian:Jwks", Path, _clock, _said)).ShouldBe(["old"]);
    }

    private KeyFile Given(Signer signer)
    {
        Replace(Jwks(signer.Jwk()), minutes: 0);
        return new KeyFile("Guardian:Jwks", Path, _clock, _said);
    }

    /// <summary>As one should: a new file renamed into place, so many minutes later.</summary>
    private void Replace(string text, int minutes)
    {
        var next = Path + ".next";
        File.WriteAllText(next, text);
        File.SetLastWriteTimeUtc(next, DateTimeOffset.UnixEpoch.AddYears(55).AddMinutes(minutes).UtcDateTime);
        _clock.SetUtcNow(DateTimeOffset.UnixEpoch.AddYears(55).AddMinutes(minutes).AddSeconds(minutes == 0 ? 1 : 5));
        File.Move(next, Path, overwrite: true);
    }

    private static string[] Names(KeyFile keys) => [.. keys.Current().ShouldNotBeNull().Keys.Select(key => key.KeyId)];
}
