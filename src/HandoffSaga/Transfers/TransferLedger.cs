using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.Storage;

namespace HandoffSaga.Transfers;

/// <summary>
/// Writes what happened to a transfer into the unit of work that makes it happen: the entry's final bytes, chained to its trail's previous entry,
/// whose number and hash live in the saga's row. A unit that is run again after a conflict starts from the reloaded row, so no number is used twice.
/// </summary>
internal sealed class TransferLedger(NodeIdentity node, TimeProvider clock)
{
    /// <summary>An entry of the transfer's own trail.</summary>
    public void Record(IUnitOfWork unit, TransferState transfer, LedgerNote note) =>
        transfer.Trail = Write(unit, transfer, "transfer", transfer.Trail, null, note);

    /// <summary>An entry of one leg's trail.</summary>
    public void Record(IUnitOfWork unit, TransferState transfer, Leg leg, LedgerNote note) =>
        leg.Trail = Write(unit, transfer, leg.Destination.WireName(), leg.Trail, leg, note);

    /// <summary>The entry of a refusal, which belongs to no transfer and is a trail of its own.</summary>
    public void RecordRefusal(IUnitOfWork unit, string? packageId, LedgerNote note)
    {
        var now = clock.GetUtcNow();
        var entry = new LedgerEntry
        {
            EventId = note.EventId ?? Guid.CreateVersion7(now),
            Action = note.Action,
            Target = note.Target ?? packageId ?? "unknown",
            Details = note.Details,
            UserId = note.UserId,
            SmartId = node.SmartId,
            Domain = node.Domain,
            Metadata = note.Metadata ?? CanonicalObject.Empty,
            Trail = "transfer",
            PackageId = packageId,
            OccurredAt = now,
            RecordedAt = now,
        };
        Add(unit, null, AuditTrail.Append(0, null, entry), now);
    }

    private TrailHead Write(IUnitOfWork unit, TransferState transfer, string trail, TrailHead head, Leg? leg, LedgerNote note)
    {
        var now = clock.GetUtcNow();
        var entry = new LedgerEntry
        {
            EventId = note.EventId ?? Guid.CreateVersion7(now),
            Action = note.Action,
            Target = note.Target ?? transfer.PackageId,
            Details = note.Details,
            UserId = note.UserId,
            SmartId = transfer.SmartId,
            Domain = transfer.Domain,
            Metadata = note.Metadata ?? CanonicalObject.Empty,
            Trail = trail,
            TransferId = transfer.TransferId,
            PackageId = transfer.PackageId,
            Attempt = note.Attempt,
            SignoffSha256 = transfer.SignoffSha256,
            PayloadSha256 = leg?.PayloadSha256,
            OccurredAt = note.OccurredAt ?? now,
            RecordedAt = now,
        };
        var appended = AuditTrail.Append(head.Sequence, head.Hash, entry);
        Add(unit, transfer.CorrelationId, appended, now);
        return new TrailHead(appended.Sequence, appended.Hash);
    }

    private static void Add(IUnitOfWork unit, Guid? transferKey, ChainedEntry appended, DateTimeOffset now) =>
        unit.Add(Tables.LedgerEntries.Row(
            appended.Entry.EventId,
            transferKey,
            appended.Entry.PackageId,
            appended.Entry.Trail,
            appended.Sequence,
            appended.Entry.Action,
            appended.Utf8,
            appended.LeafHash,
            now));
}

/// <summary>What is said in an entry, beside what the transfer itself says.</summary>
/// <param name="Action">One of <see cref="LedgerActions"/>.</param>
/// <param name="Details">One line for people.</param>
internal sealed record LedgerNote(string Action, string Details)
{
    /// <summary>The entry's own identity where something else must know it; a new one otherwise.</summary>
    public Guid? EventId { get; init; }

    public string? Target { get; init; }
    public string UserId { get; init; } = "system";
    public int? Attempt { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public CanonicalObject? Metadata { get; init; }
}
