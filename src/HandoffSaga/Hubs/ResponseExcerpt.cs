using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.Hubs;

/// <summary>What is kept of an answer for people to look at.</summary>
internal static class ResponseExcerpt
{
    /// <summary>How much of an answer is shown, in bytes.</summary>
    public const int MaxBytes = 2048;

    /// <summary>Adds the excerpt and the digest of <paramref name="body"/>, as far as it was read; nothing for an answer without one.</summary>
    public static DeliveryOutcome WithExcerptOf(this DeliveryOutcome outcome, ReadOnlySpan<byte> body) => body.IsEmpty
        ? outcome
        : outcome with { ResponseExcerpt = Of(body), ResponseSha256 = Convert.ToHexStringLower(SHA256.HashData(body)) };

    /// <summary>The first bytes as text: what is not UTF-8 as U+FFFD, control characters escaped.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var shown = body[..Math.Min(body.Length, MaxBytes)];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(shown.Length)];

        // A character the cut went through is left out; one the hub itself left incomplete shows as U+FFFD.
        var length = Encoding.UTF8.GetDecoder().GetChars(shown, characters, flush: shown.Length == body.Length);
        return PrintableText.Escape(new string(characters, 0, length));
    }
}
