using HandoffSaga.Legs;
using HandoffSaga.Messages;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>How a checkpoint that a hub has seen compares with the ledger.</summary>
internal static class HeadStandings
{
    public static readonly Vocabulary Vocabulary = new([
        new(LedgerHeadStandings.AsSent, TermTone.Plain, "the head that the package carries."),
        new(LedgerHeadStandings.Consistent, TermTone.Plain, "another head of this ledger."),
        new(LedgerHeadStandings.Unknown, TermTone.Bad, "none it ever had."),
        new(LedgerHeadStandings.Contradicts, TermTone.Bad, "the ledger of that size has another root."),
        new(LedgerHeadStandings.Malformed, TermTone.Warning, "it cannot be read."),
        new(LedgerHeadStandings.Unchecked, TermTone.Warning, "it could not be looked up."),
    ]);
}
