namespace HandoffSaga.Ledger;

/// <summary>Follows all audit trails through the log: each entry is the next of its trail, and names the one before.</summary>
internal sealed class TrailCheck(Findings findings)
{
    private readonly Dictionary<(string Transfer, string Trail), (long Sequence, HashValue Hash)> heads = [];
    private readonly HashSet<Guid> events = [];
    private int single;

    public int Trails => heads.Count + single;

    public void Next(TrailPlace entry)
    {
        if (!events.Add(entry.EventId))
            findings.Add(LedgerFindingKind.RepeatedEvent, $"event {entry.EventId}", entry.Index, $"Event {entry.EventId} stands in the log again at entry {entry.Index}.");
        if (entry.TransferId is null)
            Alone(entry);
        else
            Continue(entry, entry.TransferId);
    }

    private void Alone(TrailPlace entry)
    {
        single++;
        if (entry.Sequence is not (null or 1) || entry.Previous is not null)
            findings.Add(LedgerFindingKind.BrokenTrail, $"event {entry.EventId}", entry.Index, $"Entry {entry.Index} belongs to no transfer, and names an entry before it.");
    }

    private void Continue(TrailPlace entry, string transfer)
    {
        var trail = (transfer, entry.Trail);
        var known = heads.TryGetValue(trail, out var head);
        var expected = head.Sequence + 1;
        if (entry.Sequence != expected)
        {
            findings.Add(LedgerFindingKind.TrailGap, $"{transfer} {entry.Trail}", entry.Index,
                $"Entry {entry.Index} is number {entry.Sequence?.ToString() ?? "none"} of the trail {entry.Trail} of {transfer}; number {expected} comes there.");
        }
        else if (entry.Previous != (known ? head.Hash : null))
        {
            findings.Add(LedgerFindingKind.BrokenTrail, $"{transfer} {entry.Trail}", entry.Index,
                $"Entry {entry.Index}, number {expected} of the trail {entry.Trail} of {transfer}, names another entry before it than number {head.Sequence}.");
        }

        heads[trail] = (entry.Sequence ?? expected, entry.Hash);
    }
}
