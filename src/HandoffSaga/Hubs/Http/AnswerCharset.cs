using System.Text;

namespace HandoffSaga.Hubs.Http;

/// <summary>Decodes an answer that is not in UTF-8. A byte order mark counts before what is declared.</summary>
internal static class AnswerCharset
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> LittleEndianMark => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> BigEndianMark => [0xFE, 0xFF];

    /// <summary>Whether the body is, or claims to be, in another character set than UTF-8.</summary>
    public static bool IsOther(ReadOnlySpan<byte> body, string? charset) =>
        body.StartsWith(LittleEndianMark) || body.StartsWith(BigEndianMark) || (charset is not null && !IsUtf8(charset));

    /// <summary>The body in UTF-8; null where the character set is not known, or the bytes are not of it.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> body, string? charset)
    {
        try
        {
            return Find(body, charset) is { } encoding ? Utf8.GetBytes(encoding.GetString(body).TrimStart('\uFEFF')) : null;
        }
        catch (ArgumentException)
        {
            // A name that is not known, bytes that do not decode, or half a surrogate pair.
            return null;
        }
    }

    private static bool IsUtf8(string charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    private static Encoding? Find(ReadOnlySpan<byte> body, string? charset)
    {
        if (charset is not null && charset.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase))
            return Named(charset);
        if (body.StartsWith(LittleEndianMark))
            return Utf16(bigEndian: false);
        if (body.StartsWith(BigEndianMark))
            return Utf16(bigEndian: true);

        // RFC 2781 section 4.3: without a mark the order must be guessed. What JSON and plain text begin with is ASCII.
        return charset is not null && charset.Equals("utf-16", StringComparison.OrdinalIgnoreCase)
            ? Utf16(bigEndian: body is [0, ..])
            : Named(charset!);
    }

    private static UnicodeEncoding Utf16(bool bigEndian) => new(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true);

    private static Encoding? Named(string charset) =>
        CodePagesEncodingProvider.Instance.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
