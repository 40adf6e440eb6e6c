using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace HandoffSaga.CanonicalJson;

/// <summary>Describes what is wrong with received bytes.</summary>
internal static class ReceivedBytes
{
    private const int LongestQuotedName = 64;

    /// <summary>The checks that need no grammar.</summary>
    public static JsonProblem? Check(ReadOnlySpan<byte> utf8, CanonicalLimits limits)
    {
        if (utf8.Length > limits.MaxBytes)
        {
            return new(
                JsonProblemKind.TooLarge,
                $"The document has {utf8.Length} bytes; at most {limits.MaxBytes} are read.",
                limits.MaxBytes
            );
        }

        if (utf8.StartsWith("\uFEFF"u8))
            return new(JsonProblemKind.ByteOrderMark, "The document starts with a byte order mark; send UTF-8 without one.", 0);
        if (!Utf8.IsValid(utf8))
            return new(JsonProblemKind.NotUtf8, "The document is not valid UTF-8.", FirstInvalid(utf8));
        return null;
    }

    public static JsonProblem Problem(JsonProblemKind kind, long offset) =>
        new(
            kind,
            kind switch
            {
                JsonProblemKind.LoneSurrogate => "A string contains half of a surrogate pair, which is not a character.",
                JsonProblemKind.NulCharacter => "A string contains U+0000, which is not allowed anywhere.",
                JsonProblemKind.NumberTooLarge => "A number is beyond the range of an IEEE 754 double; send it as a string.",
                JsonProblemKind.NumberTooSmall =>
                    "A number is so small that it would become zero as an IEEE 754 double; send it as a string.",
                JsonProblemKind.IntegerNotExact => "An integer beyond 2^53-1 would lose digits as an IEEE 754 double; send it as a string.",
                _ => throw new UnreachableException($"Unexpected case: {kind}"),
            },
            offset
        );

    public static JsonProblem DuplicateName(ReadOnlySpan<byte> canonicalName, long offset) =>
        new(
            JsonProblemKind.DuplicateName,
            $"The name \"{Printable(CanonicalText.Decode(canonicalName), LongestQuotedName)}\" occurs twice in one object.",
            offset
        );

    public static JsonProblem BreachOfGrammar(ReadOnlySpan<byte> utf8, JsonException exception, bool trailing)
    {
        var offset = Offset(utf8, exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
        if (trailing)
        {
            return new(
                JsonProblemKind.TrailingContent,
                "Something follows the end of the document; send one JSON object and nothing else.",
                offset
            );
        }

        return new(JsonProblemKind.NotJson, $"Not JSON: {Printable(JsonWords.Describe(exception), 200)}.", offset);
    }

    private static long Offset(ReadOnlySpan<byte> utf8, long line, long inLine)
    {
        var start = 0;
        for (; line > 0 && utf8[start..].IndexOf((byte)'\n') is >= 0 and var length; line--)
            start += length + 1;
        return Math.Min(start + inLine, utf8.Length);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    // A message ends up in logs and terminals, so it must not repeat control characters.
    private static string Printable(string text, int longest) =>
        string.Create(
            Math.Min(text.Length, longest),
            text,
            static (shown, text) =>
            {
                for (var i = 0; i < shown.Length; i++)
                    shown[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
            }
        );
}
