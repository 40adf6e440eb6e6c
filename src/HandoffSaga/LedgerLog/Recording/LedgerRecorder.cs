using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Ledger;
using HandoffSaga.Legs;
using HandoffSaga.Storage;

namespace HandoffSaga.LedgerLog.Recording;

/// <summary>
/// Writes ledger entries into the unit of work they describe: the entry's final bytes, chained to its trail's previous entry.
/// </summary>
internal sealed class LedgerRecorder(NodeIdentity node, TimeProvider clock)
{
    /// <summary>Appends an entry to a trail of a transfer and returns the trail's new end, which the caller keeps.</summary>
    /// <param name="unit">The unit of work the entry is committed with.</param>
    /// <param name="subject">The transfer the entry is about.</param>
    /// <param name="trail"><c>transfer</c> or the leg's wire name.</param>
    /// <param name="head">The trail's last entry.</param>
    /// <param name="note">What happened.</param>
    public TrailHead Append(IUnitOfWork unit, in LedgerSubject subject, string trail, TrailHead head, LedgerNote note)
    {
        var now = clock.GetUtcNow();
        var entry = new LedgerEntry
        {
            EventId = note.EventId ?? Guid.CreateVersion7(now),
            Action = note.Action,
            Target = note.Target ?? subject.PackageId,
            Details = note.Details,
            UserId = note.UserId,
            SmartId = subject.SmartId,
            Domain = subject.Domain,
            Metadata = note.Metadata ?? CanonicalObject.Empty,
            Trail = trail,
            TransferId = subject.TransferId,
            PackageId = subject.PackageId,
            Attempt = note.Attempt,
            SignoffSha256 = subject.SignoffSha256,
            PayloadSha256 = subject.PayloadSha256,
            OccurredAt = note.OccurredAt ?? now,
            RecordedAt = now,
        };
        var appended = AuditTrail.Append(head.Sequence, head.Hash, entry);
        Add(unit, subject.TransferKey, appended, now);
        return new TrailHead(appended.Sequence, appended.Hash);
    }

    /// <summary>Records a rejected signoff. It belongs to no transfer, so its entry is a trail of its own.</summary>
    public void RecordRejection(IUnitOfWork unit, string? packageId, LedgerNote note)
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
            Trail = LedgerTrails.Transfer,
            PackageId = packageId,
            OccurredAt = now,
            RecordedAt = now,
        };
        Add(unit, null, AuditTrail.Append(0, null, entry), now);
    }

    private static void Add(IUnitOfWork unit, Guid? transferKey, ChainedEntry appended, DateTimeOffset now) =>
        unit.Add(
            Tables.LedgerEntries.Row(
                appended.Entry.EventId,
                transferKey,
                appended.Entry.PackageId,
                appended.Entry.Trail,
                appended.Sequence,
                appended.Entry.Action,
                appended.Utf8,
                appended.LeafHash,
                now
            )
        );
}
