using HandoffSaga.Ledger;

namespace HandoffSaga.Sequencing;

/// <summary>The last head of the log that this process published; null before the first, and for good when the log is halted.</summary>
internal sealed class PublishedHead
{
    private volatile SignedCheckpoint? current;

    public SignedCheckpoint? Current => current;

    public void Publish(SignedCheckpoint head) => current = head;
}
