using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// The last checkpoint that this process published, sequenced by any replica: at most one poll behind the newest. Null before the first
/// one, and always if the log was halted at the start; if it halts later, or the disk is full, it stays the last one signed here.
/// </summary>
internal sealed class PublishedCheckpoint
{
    private volatile SignedCheckpoint? _current;

    public SignedCheckpoint? Current => _current;

    public void Publish(SignedCheckpoint head) => _current = head;
}
