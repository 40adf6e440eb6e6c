using HandoffSaga.Legs;
using HandoffSaga.Messages;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>How a checkpoint that a hub has seen compares with the ledger.</summary>
internal static class CheckpointStandings
{
    public static readonly Vocabulary Vocabulary = new([
        new(LedgerHeadStandings.AsSent, TermTone.Plain, "the checkpoint that the package carries."),
        new(LedgerHeadStandings.Consistent, TermTone.Plain, "another checkpoint of this ledger."),
        new(LedgerHeadStandings.Unknown, TermTone.Bad, "this ledger never had it."),
        new(LedgerHeadStandings.Contradicts, TermTone.Bad, "this ledger has another root at that size."),
        new(LedgerHeadStandings.Malformed, TermTone.Warning, "it cannot be read."),
        new(LedgerHeadStandings.Unchecked, TermTone.Warning, "it could not be compared."),
    ]);
}
