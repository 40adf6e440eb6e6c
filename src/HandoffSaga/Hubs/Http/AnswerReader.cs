using System.Net.Http.Headers;
using System.Text.Json;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Http;

/// <summary>Reads an answer: its body in the character set it declares, and the fields that decide.</summary>
internal static class AnswerReader
{
    private const int ShownLength = 60;

    /// <param name="statusCode">The status.</param>
    /// <param name="contentType">The value of <c>Content-Type</c>, null when there is none.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>, null when there is none.</param>
    /// <param name="body">The body as it came.</param>
    public static HttpAnswer Read(int statusCode, string? contentType, string? retryAfter, ReadOnlyMemory<byte> body)
    {
        _ = MediaTypeHeaderValue.TryParse(contentType, out var type);
        var charset = type?.CharSet?.Trim('"', '\'', ' ');
        return new HttpAnswer(statusCode, Read(body, charset))
        {
            ContentType = type?.MediaType?.ToLowerInvariant(),
            RetryAfter = retryAfter,
            IsInProgress = statusCode == 409 && IsInProgress(body),
        };
    }

    private static ReceiptReading Read(ReadOnlyMemory<byte> body, string? charset)
    {
        // A receipt in UTF-8 is one, even if the answer declares another character set: many servers declare one that they do not write.
        var reading = ReceiptParser.Parse(body);
        if (reading is ReceiptReading.Found || reading == ReceiptReading.Nothing || !AnswerCharset.IsOther(body.Span, charset))
            return reading;

        return AnswerCharset.Decode(body.Span, charset) is { } decoded
            ? ReceiptParser.Parse(decoded)
            : new ReceiptReading.Resembling(
                charset is null
                    ? "it is not in the character set of its byte order mark"
                    : $"it cannot be decoded from the character set {PrintableText.Excerpt(charset, ShownLength)}"
            )
            {
                Code = ErrorCodes.ReceiptCharset,
            };
    }

    // RFC 9457, and the draft on the Idempotency-Key field, section 2.7: the first request under this key is not finished yet.
    private static bool IsInProgress(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.ValueKind == JsonValueKind.Object
                && problem.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && string.Concat(type.GetString()!.Where(char.IsAsciiLetter)).Contains("inprogress", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
