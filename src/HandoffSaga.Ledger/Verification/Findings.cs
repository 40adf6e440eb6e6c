namespace HandoffSaga.Ledger;

/// <summary>What was found so far; beyond some number one more says nothing new.</summary>
internal sealed class Findings(int most)
{
    private readonly List<LedgerFinding> list = [];

    public IReadOnlyList<LedgerFinding> All => list;

    public void Add(LedgerFindingKind kind, string where, long? index, string message) => Add(new LedgerFinding(kind, where, index, message));

    public void Add(LedgerFinding finding)
    {
        if (list.Count < most)
            list.Add(finding);
    }
}
