using System.Globalization;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>
/// The store, and the broker where there is one, on which dispatchers are measured. What is stored stays from one run to the next.
/// </summary>
internal abstract class Ground : IAsyncDisposable
{
    /// <summary>Null for a station.</summary>
    public virtual Uri? Broker => null;

    /// <summary>The arguments with which a <see cref="Dispatcher"/> works here.</summary>
    public abstract IEnumerable<string> Arguments(int replica);

    /// <summary>What the servers have used so far.</summary>
    public abstract Usage Used();

    /// <summary>
    /// Copies the finished transfers that are stored already, each with all its rows and under ids of its own, until so many are stored. No
    /// dispatcher may run.
    /// </summary>
    public abstract Task FillUpTo(int transfers);

    /// <summary>Lets the store take stock, so that nothing of what was stored before is paid for in what is measured next.</summary>
    public abstract Task Settle();

    /// <summary>Has the wait of every leg that waits for its redelivery end at the same moment; answers how many these were.</summary>
    public abstract Task<int> EndWaits(DateTimeOffset at);

    /// <summary>How many transfers are stored.</summary>
    public abstract Task<long> Transfers();

    /// <summary>How many ledger entries are stored.</summary>
    public abstract Task<long> Entries();

    /// <summary>How many of them the published log covers.</summary>
    public long Published()
    {
        var checkpoint = Path.Combine(LedgerFolder, "checkpoint");
        return File.Exists(checkpoint) ? long.Parse(File.ReadLines(checkpoint).ElementAt(1), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Where the first replica publishes the log.</summary>
    protected abstract string LedgerFolder { get; }

    public abstract Task<double> SizeMb();

    public abstract ValueTask DisposeAsync();
}
