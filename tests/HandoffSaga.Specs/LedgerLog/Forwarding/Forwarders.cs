using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.LedgerLog.Forwarding;

internal static class Forwarders
{
    /// <summary>One process's forwarding over a station's database, moved by hand.</summary>
    public static LedgerForwarder Over(Station station, IForwardingTarget receiver, PublishedCheckpoint published)
    {
        var contexts = station.Services.GetRequiredService<IDbContextFactory<HandoffDbContext>>();
        var cursor = new ForwardCursor(contexts, station.Services.GetRequiredService<IUnitsOfWork>(), station.Clock);
        return new LedgerForwarder(receiver, cursor, new StoredEntries(contexts), published, NullLogger<LedgerForwarder>.Instance);
    }

    /// <summary>Goes on as long as there is no reason to wait, and returns how long to wait then.</summary>
    public static async Task<TimeSpan> Go(this LedgerForwarder forwarder)
    {
        TimeSpan pause;
        do
        {
            pause = await forwarder.Step(TestContext.Current.CancellationToken);
        } while (pause == TimeSpan.Zero);
        return pause;
    }
}
