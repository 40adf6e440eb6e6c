using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>A package the hub took.</summary>
/// <param name="Sequence">1 for the first the hub ever took.</param>
/// <param name="Payload">The body, byte for byte.</param>
internal sealed record KeptPackage(
    long Sequence,
    string IdempotencyKey,
    string TransferId,
    string Leg,
    int Attempt,
    string ReceiptId,
    DateTimeOffset ReceivedAt,
    string PayloadSha256,
    ReadOnlyMemory<byte> Payload
)
{
    /// <summary>Readable, valid on any file system, and unique for each key, even where only the letter case differs.</summary>
    public string FileName
    {
        get
        {
            var readable = string.Concat(
                IdempotencyKey.Take(120).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')
            );
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(IdempotencyKey)));
            return $"{readable.TrimStart('.')}-{digest[..12]}.json";
        }
    }

    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            WriteMembers(json);
            if (IsJson(Payload))
            {
                json.WritePropertyName("payload");
                json.WriteRawValue(Payload.Span, skipInputValidation: true);
            }
            else
            {
                json.WriteBase64String("payload_base64", Payload.Span);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The members that describe the package, without the package.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteNumber("sequence", Sequence);
        json.WriteString("idempotency_key", IdempotencyKey);
        json.WriteString("transfer_id", TransferId);
        json.WriteString("leg", Leg);
        json.WriteNumber("attempt", Attempt);
        json.WriteString("receipt_id", ReceiptId);
        json.WriteString("received_at", StandInReceipt.Time(ReceivedAt));
        json.WriteString("payload_sha256", PayloadSha256);
    }

    public static KeptPackage FromJson(ReadOnlyMemory<byte> file)
    {
        using var document = JsonDocument.Parse(file);
        var package = document.RootElement;
        return new KeptPackage(
            package.GetProperty("sequence").GetInt64(),
            package.GetProperty("idempotency_key").GetString()!,
            package.GetProperty("transfer_id").GetString()!,
            package.GetProperty("leg").GetString()!,
            package.GetProperty("attempt").GetInt32(),
            package.GetProperty("receipt_id").GetString()!,
            package.GetProperty("received_at").GetDateTimeOffset(),
            package.GetProperty("payload_sha256").GetString()!,
            package.TryGetProperty("payload_base64", out var base64)
                ? base64.GetBytesFromBase64()
                : Encoding.UTF8.GetBytes(package.GetProperty("payload").GetRawText())
        );
    }

    // Raw bytes come back the same only if they are the value and nothing around it.
    private static bool IsJson(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && payload.Span[0] == '{'
                && payload.Span[^1] == '}'
                && System.Text.Unicode.Utf8.IsValid(payload.Span);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
