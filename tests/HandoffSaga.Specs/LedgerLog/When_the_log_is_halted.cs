using HandoffSaga.Alerts;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_the_log_is_halted
{
    [Fact]
    public async Task People_are_alerted_and_nothing_is_sequenced()
    {
        await using var station = await Station.Started(given =>
            given.Alerts = new AlertOptions { Urls = [new Uri("http://127.0.0.1:9/")] }
        );
        using (var log = await new Replica(station).Opened())
            await log.CatchUp();
        File.Delete(Path.Combine(station.Folder, "ledger.key"));

        using var halted = new Replica(station);
        await halted.Log.StartAsync(TestContext.Current.CancellationToken);
        await halted.Log.ExecuteTask!;

        (await station.OutboxRows()).ShouldBe(1);
        halted.Sequencer.Tree.Size.ShouldBe(0);
        await halted.Log.StopAsync(TestContext.Current.CancellationToken);
    }
}
