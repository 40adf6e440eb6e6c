using System.Runtime.InteropServices;

namespace HandoffSaga.Ledger;

/// <summary>
/// Checks all audit trails in the log: each entry must be the next of its trail and name the one before. Only after a resumption may a
/// trail continue from before the lost entries.
/// </summary>
internal sealed class TrailCheck(Findings findings)
{
    private const int None = -1;

    private readonly Dictionary<(string Transfer, string Trail), int> _heads = [];
    private readonly List<Link> _links = [];
    private readonly List<Resumption> _resumptions = [];
    private readonly HashSet<Guid> _events = [];
    private int _single;

    public int Trails => _heads.Count + _single;

    public IReadOnlyList<Resumption> Resumptions => _resumptions;

    public void Next(TrailPlace entry)
    {
        if (!_events.Add(entry.EventId))
        {
            findings.Add(
                LedgerFindingKind.RepeatedEvent,
                $"event {entry.EventId}",
                entry.Index,
                $"Event {entry.EventId} is in the log again at entry {entry.Index}."
            );
        }

        if (entry.TransferId is null)
            Alone(entry);
        else
            Continue(entry, entry.TransferId);
    }

    private void Alone(TrailPlace entry)
    {
        _single++;
        if (entry.Resumes is not null)
            _resumptions.Add(entry.Resumes);
        if (entry.Sequence is not (null or 1) || entry.Previous is not null)
        {
            findings.Add(
                LedgerFindingKind.BrokenTrail,
                $"event {entry.EventId}",
                entry.Index,
                $"Entry {entry.Index} belongs to no transfer but names a previous entry."
            );
        }
    }

    private void Continue(TrailPlace entry, string transfer)
    {
        ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, (transfer, entry.Trail), out var known);
        var before = known ? head : None;
        if (!Follows(entry, before) && !Branches(entry, ref before))
            Report(entry, transfer, before);
        head = _links.Count;
        _links.Add(new Link(entry.Index, entry.Sequence ?? SequenceAt(before) + 1, entry.Hash, before));
    }

    private bool Follows(TrailPlace entry, int before) =>
        entry.Sequence == SequenceAt(before) + 1 && entry.Previous == (before == None ? null : _links[before].Hash);

    // Everything between the place it continues from and here must be within what one resumption declares lost.
    private bool Branches(TrailPlace entry, ref int before)
    {
        foreach (var resumption in _resumptions)
        {
            var at = before;
            while (at != None && _links[at].Index >= resumption.Held && _links[at].Index < resumption.Signed)
            {
                at = _links[at].Before;
                if (!Follows(entry, at))
                    continue;
                before = at;
                resumption.Branches++;
                return true;
            }
        }

        return false;
    }

    private void Report(TrailPlace entry, string transfer, int before)
    {
        var expected = SequenceAt(before) + 1;
        if (entry.Sequence != expected)
        {
            findings.Add(
                LedgerFindingKind.TrailGap,
                $"{transfer} {entry.Trail}",
                entry.Index,
                $"Entry {entry.Index} is number {entry.Sequence?.ToString() ?? "none"} of the trail {entry.Trail} of {transfer}; expected is number {expected}."
            );
        }
        else
        {
            findings.Add(
                LedgerFindingKind.BrokenTrail,
                $"{transfer} {entry.Trail}",
                entry.Index,
                $"Entry {entry.Index}, number {expected} of the trail {entry.Trail} of {transfer}, does not name number {expected - 1} as the one before it."
            );
        }
    }

    private long SequenceAt(int link) => link == None ? 0 : _links[link].Sequence;

    private readonly record struct Link(long Index, long Sequence, HashValue Hash, int Before);
}
