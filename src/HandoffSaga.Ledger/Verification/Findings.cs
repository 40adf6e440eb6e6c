namespace HandoffSaga.Ledger;

/// <summary>The findings so far, capped: beyond some number, more add no information.</summary>
internal sealed class Findings(int most)
{
    private readonly List<LedgerFinding> _list = [];

    public IReadOnlyList<LedgerFinding> All => _list;

    public void Add(LedgerFindingKind kind, string where, long? index, string message) =>
        Add(new LedgerFinding(kind, where, index, message));

    public void Add(LedgerFinding finding)
    {
        if (_list.Count < most)
            _list.Add(finding);
    }
}
