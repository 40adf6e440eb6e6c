using System.Text.Json;
using System.Text.Unicode;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>
/// Reads an answer's body as a receipt (docs/wire.md section 2). A body that has <c>disposition</c> and <c>transfer_id</c> claims to be one
/// and is then read strictly. Any other body is searched for traces of one.
/// </summary>
internal static class ReceiptParser
{
    /// <summary>The largest receipt, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The longest <c>receipt_id</c> and <c>received_by</c>, in characters.</summary>
    public const int MaxNameLength = 256;

    private const string SignatureMember = "signature";

    private static readonly CanonicalLimits SignedLimits = new(MaxBytes, maxDepth: 32);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="body">The body in UTF-8, or in what was not declared to be anything else.</param>
    public static ReceiptReading Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return ReceiptReading.Nothing;
        if (!Utf8.IsValid(body.Span))
            return Broken(body.Span);

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement, body.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second one is how a string with half a surrogate pair surfaces when it is read.
            return Broken(body.Span);
        }
    }

    private static ReceiptReading Read(JsonElement body, ReadOnlySpan<byte> bytes)
    {
        if (
            body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("disposition", out _)
            || !body.TryGetProperty("transfer_id", out _)
        )
        {
            return ReceiptTraces.Search(bytes);
        }

        if (bytes.Length > MaxBytes)
            return new ReceiptReading.Malformed($"it has more than {MaxBytes} bytes");

        var members = new ReceiptMembers(body);
        var transferId = members.Text("transfer_id", required: true);
        var leg = members.Text("leg", required: true);
        var disposition = members.Disposition();
        var signature = members.Text(SignatureMember, required: false);
        var payloadSha256 = members.Text("payload_sha256", required: true);
        var receipt = new Receipt(transferId ?? "", leg ?? "", disposition, payloadSha256 ?? "")
        {
            Attempt = members.Attempt(),
            ReceiptId = members.Name("receipt_id"),
            ReceivedBy = members.Name("received_by"),
            Reason = members.Reason(),
            Retryable = members.Retryable(disposition),
            LedgerHeadSeen = members.Head(ReportedCheckpoint.Member),
            Signature = signature,
            Signed = signature is null ? null : CanonicalObject.Parse(bytes, SignedLimits).Object?.Without(SignatureMember),
        };

        return members.Fault is { } fault ? new ReceiptReading.Malformed(fault) : new ReceiptReading.Found(receipt);
    }

    // A truncated or garbled receipt must not pass for "no receipt", which with a 2xx would complete the leg.
    private static ReceiptReading Broken(ReadOnlySpan<byte> body)
    {
        var reading = ReceiptTraces.Search(body);
        if (body.IndexOf("\"disposition\""u8) < 0 || body.IndexOf("\"transfer_id\""u8) < 0)
            return reading;

        return reading == ReceiptReading.CutOff
            ? new ReceiptReading.Malformed(ReceiptReading.CutOff.Reason) { Code = ReceiptReading.CutOff.Code }
            : new ReceiptReading.Malformed("it is not valid JSON");
    }
}
