using System.Text;

namespace HandoffSaga.Texts;

/// <summary>What is kept of an answer for people to look at.</summary>
internal static class ResponseExcerpt
{
    /// <summary>How much of an answer is shown, in bytes.</summary>
    public const int MaxBytes = 2048;

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
