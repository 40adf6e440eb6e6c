using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using RabbitMQ.Client;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>A delivery as it arrived.</summary>
/// <param name="ActualSha256">The digest of the body that arrived.</param>
/// <param name="DigestOk">Both digests of the sender are present and match.</param>
internal sealed record StandInRequest(
    string IdempotencyKey,
    string TransferId,
    string Leg,
    int Attempt,
    string ActualSha256,
    bool DigestOk,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>Reads headers and body; null with the reason when it is not a delivery of a dispatcher.</summary>
    public static StandInRequest? Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body, out string? error)
    {
        error = null;
        var key = headers["Idempotency-Key"].ToString();
        if (key.Length < 3 || key[0] != '"' || key[^1] != '"')
            error = "Idempotency-Key is missing, or not a quoted string.";
        else if (StringValues.IsNullOrEmpty(headers["Handoff-Leg"]))
            error = "Handoff-Leg is missing.";
        else if (!int.TryParse(headers["Handoff-Attempt"], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) || attempt < 1)
            error = "Handoff-Attempt is missing, or not a whole number from 1.";
        else
            return Create(key[1..^1], headers, attempt, body);

        return null;
    }

    /// <summary>Reads a message of the broker; null with the reason when it is not a delivery of a dispatcher.</summary>
    public static StandInRequest? Read(IReadOnlyBasicProperties message, ReadOnlyMemory<byte> body, out string? error)
    {
        error = null;
        var headers = message.Headers ?? new Dictionary<string, object?>();
        if (message.MessageId is not { Length: > 0 } key)
            error = "message_id, the idempotency key, is missing.";
        else if (headers.TryGetValue("handoff-leg", out var leg) && leg is byte[] { Length: > 0 } name)
            return Create(key, Encoding.UTF8.GetString(name), headers, body, out error);
        else
            error = "The header handoff-leg is missing.";

        return null;
    }

    private static StandInRequest? Create(
        string key,
        string leg,
        IDictionary<string, object?> headers,
        ReadOnlyMemory<byte> body,
        out string? error
    )
    {
        if (
            !headers.TryGetValue("handoff-attempt", out var value)
            || value is not int and not long
            || Convert.ToInt64(value, CultureInfo.InvariantCulture) is not (>= 1 and <= int.MaxValue and var attempt)
        )
        {
            error = "The header handoff-attempt is missing, or not a whole number from 1.";
            return null;
        }

        error = null;
        var hex = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var digestOk =
            headers.TryGetValue("handoff-payload-sha256", out var sent) && sent is byte[] digest && Encoding.ASCII.GetString(digest) == hex;
        return new StandInRequest(key, TransferOf(key), leg, (int)attempt, hex, digestOk, body);
    }

    private static StandInRequest Create(string key, IHeaderDictionary headers, int attempt, ReadOnlyMemory<byte> body)
    {
        var digest = SHA256.HashData(body.Span);
        var hex = Convert.ToHexStringLower(digest);
        var digestOk =
            headers["Content-Digest"] == $"sha-256=:{Convert.ToBase64String(digest)}:" && headers["Handoff-Payload-SHA256"] == hex;
        return new StandInRequest(key, TransferOf(key), headers["Handoff-Leg"].ToString(), attempt, hex, digestOk, body);
    }

    // The key is {transfer_id}:{leg}, and no transfer id has a colon.
    private static string TransferOf(string key) => key.Split(':')[0];
}
