using System.Text;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Storage;

namespace HandoffSaga.Transfers;

/// <summary>Writes an attempt's record at its end, and after it.</summary>
internal static class AttemptRows
{
    public static string IdempotencyKey(string transferId, Destination destination) => $"{transferId}:{destination.WireName()}";

    public static Row Ended(Guid transferKey, Destination destination, AttemptReport report) =>
        Tables.AttemptEnded.Row(
            transferKey,
            destination.WireName(),
            (long)report.Attempt,
            report.Cause,
            report.EndedAt,
            report.Outcome,
            (long?)report.StatusCode,
            report.Error,
            report.ResponseExcerpt,
            report.ResponseSha256,
            Seen(report) is { } seen ? Encoding.UTF8.GetString(seen.Utf8.Span) : null,
            report.ErrorCode
        );

    /// <summary>An answer for an attempt that had ended before.</summary>
    public static Row Late(Guid transferKey, Destination destination, AttemptReport report) =>
        Tables.AttemptLateReceipt.Row(
            transferKey,
            destination.WireName(),
            (long)report.Attempt,
            Encoding.UTF8.GetString(
                new CanonicalObjectBuilder()
                    .Add("received_at", report.EndedAt)
                    .Add("outcome", report.Outcome)
                    .Add("status_code", report.StatusCode)
                    .Add("error", report.Error)
                    .Add("error_code", report.ErrorCode)
                    .Add("evidence", report.Evidence)
                    .Add("receipt_id", report.ReceiptId)
                    .Add("received_by", report.ReceivedBy)
                    .Add("response_excerpt", report.ResponseExcerpt)
                    .Add("response_sha256", report.ResponseSha256)
                    .Add("ledger_head_seen", Seen(report))
                    .Build()
                    .Utf8.Span
            )
        );

    public static CanonicalObject Metadata(TransferState transfer, Destination destination, AttemptReport report)
    {
        var metadata = new CanonicalObjectBuilder()
            .Add("destination", destination.WireName())
            .Add("outcome", report.Outcome)
            .Add("cause", report.Cause)
            .Add("idempotency_key", IdempotencyKey(transfer.TransferId, destination))
            .Add("status_code", report.StatusCode)
            .Add("error", report.Error)
            .Add("evidence", report.Evidence)
            .Add("receipt_id", report.ReceiptId)
            .Add("received_by", report.ReceivedBy)
            .Add("response_sha256", report.ResponseSha256);

        // Most attempts are delivered, and most hubs report no checkpoint: then nothing is written.
        if (report.ErrorCode is { } code)
        {
            metadata.Add("error_code", code);
        }

        if (Seen(report) is { } seen)
        {
            metadata.Add("ledger_head_seen", seen);
        }

        return metadata.Build();
    }

    private static CanonicalObject? Seen(AttemptReport report) =>
        report.LedgerHeadSeen is not { } seen
            ? null
            : new CanonicalObjectBuilder()
                .Add("ledger_origin", seen.Origin)
                .Add("ledger_root", seen.Root)
                .Add("ledger_size", seen.Size)
                .Add("problem", seen.Problem)
                .Add("signed", seen.Signed)
                .Add("standing", seen.Standing)
                .Build();
}
