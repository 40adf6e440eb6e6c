using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// The last head of the log that this process published, whoever sequenced it: at most a look behind the newest. Null before the first, and
/// for good where the log was halted at the start; where it halts later, or the disk is full, it stays the last one that was signed here.
/// </summary>
internal sealed class PublishedCheckpoint
{
    private volatile SignedCheckpoint? _current;

    public SignedCheckpoint? Current => _current;

    public void Publish(SignedCheckpoint head) => _current = head;
}
