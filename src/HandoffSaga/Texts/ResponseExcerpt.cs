using System.Text;

namespace HandoffSaga.Texts;

/// <summary>The part of an answer that is kept for people to read.</summary>
internal static class ResponseExcerpt
{
    /// <summary>How many bytes of an answer are shown.</summary>
    public const int MaxBytes = 2048;

    /// <summary>The first bytes as text: invalid UTF-8 as U+FFFD, control characters escaped.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var shown = body[..Math.Min(body.Length, MaxBytes)];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(shown.Length)];

        // A character that was cut is left out; one the hub itself left incomplete shows as U+FFFD.
        var length = Encoding.UTF8.GetDecoder().GetChars(shown, characters, flush: shown.Length == body.Length);
        return PrintableText.Escape(new string(characters, 0, length));
    }
}
