using System.Threading.Channels;
using HandoffSaga.Durability;

namespace HandoffSaga.LedgerLog;

/// <summary>Wakes the log after a commit, which may contain an entry. Many commits are one call.</summary>
internal sealed class LedgerWaker : ICommitObserver
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Committed(CommittedUnit unit) => Call();

    public void Call() => _calls.Writer.TryWrite(true);

    public async Task Called(CancellationToken cancellationToken) => await _calls.Reader.ReadAsync(cancellationToken);
}
