using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Sequencing;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// Forwards the published ledger over one channel, batch by batch, in order and at least once: the cursor moves only after a batch was
/// accepted. Replicas need no lease: one that loses a cursor step stands by while another makes progress. A batch in flight twice is
/// delivered twice.
/// </summary>
internal sealed partial class LedgerForwarder(
    IForwardingTarget receiver,
    ForwardCursor cursor,
    StoredEntries entries,
    PublishedCheckpoint published,
    ILogger<LedgerForwarder> logger
)
{
    private int _most = EntriesBatch.MostEntries;
    private int _failures;
    private long? _left;

    /// <summary>The channel's name.</summary>
    public string Way => receiver.Name;

    /// <summary>The last known state, for people.</summary>
    public ForwardState State { get; private set; } = new(0, null);

    /// <summary>Does the next step and returns how long to wait before the one after.</summary>
    public async Task<TimeSpan> Step(CancellationToken cancellationToken)
    {
        if (published.Current is not { } head || (_left is null && State.Next >= head.Checkpoint.Size))
            return ForwardBackoff.PollInterval;

        var next = await cursor.Next(Way, cancellationToken);
        State = State with { Next = next };
        if (_left is { } seen)
        {
            _left = next;
            if (next != seen || next >= head.Checkpoint.Size)
                return ForwardBackoff.StandBy;
            _left = null;
        }

        return next >= head.Checkpoint.Size
            ? ForwardBackoff.PollInterval
            : await Forward(await Batch(head, next, cancellationToken), cancellationToken);
    }

    /// <summary>How many published entries are not forwarded yet.</summary>
    public long Behind => Math.Max(0, (published.Current?.Checkpoint.Size ?? 0) - State.Next);

    private async Task<EntriesBatch> Batch(SignedCheckpoint head, long from, CancellationToken cancellationToken)
    {
        var batch = new EntriesBatch(head, from);
        var to = Math.Min(head.Checkpoint.Size, from + _most);
        await foreach (var (index, entry) in entries.Entries(from, to, cancellationToken))
        {
            if (index != batch.NextIndex || !batch.TryAdd(entry, _most))
                break;
        }

        return batch;
    }

    private async Task<TimeSpan> Forward(EntriesBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return Failed(batch, new ReceiverAnswer($"the database lacks the entry with index {batch.FirstIndex}"));
        var answer = await receiver.Take(batch, cancellationToken);
        if (answer.Error is not null)
            return Failed(batch, answer);

        if (_failures > 0)
            Recovered(Way, batch.FirstIndex, _failures);
        _failures = 0;
        _most = Math.Min(EntriesBatch.MostEntries, _most + 1);
        State = State with { LastError = null };
        if (!await cursor.TryAdvance(Way, batch.FirstIndex, batch.NextIndex, cancellationToken))
        {
            _left = batch.FirstIndex;
            return ForwardBackoff.StandBy;
        }

        State = State with { Next = batch.NextIndex };
        return TimeSpan.Zero;
    }

    private TimeSpan Failed(EntriesBatch batch, ReceiverAnswer answer)
    {
        if (answer.TooLarge && batch.Count > 1)
        {
            _most = batch.Count / 2;
            return TimeSpan.Zero;
        }

        _failures++;
        State = State with { LastError = answer.Error };
        var pause = ForwardBackoff.After(_failures, answer.RetryAfter);

        // Once per outage; health shows that it continues.
        if (_failures == 1)
            NotTaken(Way, batch.FirstIndex, answer.Error!, pause);
        return pause;
    }

    [LoggerMessage(
        821,
        LogLevel.Warning,
        "SMART-Ledger ({Way}) does not accept the ledger from entry {Index} on: {Error}. Next try in {Pause}, then less often; nothing else waits for it"
    )]
    private partial void NotTaken(string way, long index, string error, TimeSpan pause);

    [LoggerMessage(
        822,
        LogLevel.Information,
        "SMART-Ledger ({Way}) accepts the ledger again, from entry {Index} on, after {Failures} failed tries"
    )]
    private partial void Recovered(string way, long index, int failures);
}

/// <summary>The progress of a channel.</summary>
/// <param name="Next">The first entry not accepted yet.</param>
/// <param name="LastError">Why the last try failed; null when it succeeded.</param>
internal sealed record ForwardState(long Next, string? LastError);
