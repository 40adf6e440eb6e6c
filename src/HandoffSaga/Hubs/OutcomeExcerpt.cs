using System.Security.Cryptography;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs;

/// <summary>Keeps an answer's body with the outcome it led to.</summary>
internal static class OutcomeExcerpt
{
    /// <summary>
    /// Adds the excerpt and the digest of <paramref name="body"/>, as far as it was read; nothing for an answer without one.
    /// </summary>
    public static DeliveryOutcome WithExcerptOf(this DeliveryOutcome outcome, ReadOnlySpan<byte> body) =>
        body.IsEmpty
            ? outcome
            : outcome with
            {
                ResponseExcerpt = ResponseExcerpt.Of(body),
                ResponseSha256 = Convert.ToHexStringLower(SHA256.HashData(body)),
            };
}
