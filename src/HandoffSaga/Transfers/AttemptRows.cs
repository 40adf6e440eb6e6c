using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.Messages;
using HandoffSaga.Storage;

namespace HandoffSaga.Transfers;

/// <summary>The attempt's record, as it is written at its end.</summary>
internal static class AttemptRows
{
    public static string IdempotencyKey(string transferId, Destination destination) => $"{transferId}:{destination.WireName()}";

    public static Row Ended(Guid transferKey, Destination destination, AttemptReport report) =>
        Tables.AttemptEnded.Row(
            transferKey, destination.WireName(), (long)report.Attempt,
            report.Cause, report.EndedAt, report.Outcome, (long?)report.StatusCode, report.Error, report.ResponseExcerpt, report.ResponseSha256);

    public static CanonicalObject Metadata(TransferState transfer, Destination destination, AttemptReport report) =>
        new CanonicalObjectBuilder()
            .Add("destination", destination.WireName())
            .Add("outcome", report.Outcome)
            .Add("cause", report.Cause)
            .Add("idempotency_key", IdempotencyKey(transfer.TransferId, destination))
            .Add("status_code", report.StatusCode)
            .Add("error", report.Error)
            .Add("evidence", report.Evidence)
            .Add("receipt_id", report.ReceiptId)
            .Add("received_by", report.ReceivedBy)
            .Add("response_sha256", report.ResponseSha256)
            .Build();
}
