using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace HandoffSaga.Host.StandInHubs;

/// <summary>A delivery as it arrived.</summary>
/// <param name="ActualSha256">The digest of the body that arrived.</param>
/// <param name="DigestOk">Both digests of the sender are there and are that one.</param>
internal sealed record StandInRequest(
    string IdempotencyKey,
    string TransferId,
    string Leg,
    int Attempt,
    string ActualSha256,
    bool DigestOk,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>Reads headers and body; null with the reason where it is no delivery of a dispatcher.</summary>
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

    private static StandInRequest Create(string key, IHeaderDictionary headers, int attempt, ReadOnlyMemory<byte> body)
    {
        var digest = SHA256.HashData(body.Span);
        var hex = Convert.ToHexStringLower(digest);
        var digestOk = headers["Content-Digest"] == $"sha-256=:{Convert.ToBase64String(digest)}:" && headers["Handoff-Payload-SHA256"] == hex;

        // The key is {transfer_id}:{leg}, and no transfer id has a colon.
        return new StandInRequest(key, key.Split(':')[0], headers["Handoff-Leg"].ToString(), attempt, hex, digestOk, body);
    }
}
