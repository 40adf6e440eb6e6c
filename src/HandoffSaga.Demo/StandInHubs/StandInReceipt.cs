using System.Globalization;
using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>A receipt in the form of docs/wire.md section 2.</summary>
internal sealed record StandInReceipt(
    StandInRequest Request,
    string Disposition,
    string PayloadSha256,
    string ReceivedBy,
    DateTimeOffset ReceivedAt
)
{
    public string? ReceiptId { get; init; }
    public string? Reason { get; init; }
    public bool Retryable { get; init; }
    public CarriedCheckpoint? LedgerHeadSeen { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("transfer_id", Request.TransferId);
        json.WriteString("leg", Request.Leg);
        json.WriteString("disposition", Disposition);
        json.WriteString("payload_sha256", PayloadSha256);
        json.WriteNumber("attempt", Request.Attempt);
        json.WriteString("receipt_id", ReceiptId);
        json.WriteString("received_by", ReceivedBy);
        json.WriteString("received_at", Time(ReceivedAt));
        json.WriteString("reason", Reason);
        json.WriteBoolean("retryable", Retryable);
        LedgerHeadSeen?.Write(json);
        json.WriteNull("signature");
        json.WriteEndObject();
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
