using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>A full disk or a power failure leaves files that are empty or cut off. The log names the file and the way out, and that way works.</summary>
public sealed class When_a_state_file_is_damaged : IAsyncLifetime
{
    private const string Head = "ledger.key.head";
    private const string Checkpoint = "replica/checkpoint";

    private Station _station = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Damages =>
        new()
        {
            { Head, 0 },
            { Head, 40 },
            { Checkpoint, 0 },
            { Checkpoint, 40 },
        };

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        await HandOff("PKG-1");
        using var log = await new Replica(_station).Opened();
        await log.Log.CatchUp(Cancellation);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task It_is_named_with_what_to_do(string file, int length)
    {
        CutOff(file, length);

        using var log = new Replica(_station);
        var halted = (await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation))).Message;

        halted.ShouldStartWith($"{Path.Combine(_station.Folder, file)} is {(length == 0 ? "empty" : "cut off or damaged")}");
        halted.ShouldContain($"restore {Path.Combine(_station.Folder, file)}; or");
        halted.ShouldContain("move it away and start the service again");
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Moved_away_as_it_says_the_log_goes_on(string file, int length)
    {
        CutOff(file, length);
        File.Move(Path.Combine(_station.Folder, file), Path.Combine(_station.Folder, "damaged"));
        await HandOff("PKG-2");

        using var log = await new Replica(_station).Opened();
        await log.Log.CatchUp(Cancellation);

        log.Head.Current!.Checkpoint.Size.ShouldBe((await _station.AllLedgerEntries()).Count);
        File.Exists(Path.Combine(_station.Folder, file)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_full_of_zeros_is_as_empty()
    {
        File.WriteAllBytes(Path.Combine(_station.Folder, Head), new byte[200]);

        using var log = new Replica(_station);

        (await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation))).Message.ShouldContain($"{Head} is empty");
    }

    private void CutOff(string file, int length)
    {
        using var cut = File.OpenWrite(Path.Combine(_station.Folder, file));
        cut.SetLength(length);
    }

    private async Task HandOff(string package)
    {
        await _station.Send(SampleSignoffs.For(package, SampleSignoffs.WorkflowComplete()));
        await _station.UntilComplete(package);
    }
}
