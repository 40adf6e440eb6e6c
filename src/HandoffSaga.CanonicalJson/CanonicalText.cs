using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// Strings as RFC 8785 section 3.2.2.2 writes them: the quote, the backslash and U+0000 to U+001F escaped, everything else as it is.
/// </summary>
internal static class CanonicalText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code),
        '"',
        '\\',
    ]);

    /// <summary>Every character is unescaped ASCII, so the text and canonical bytes can be compared directly.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => Ascii.IsValid(text) && !text.ContainsAny(Escaped);

    /// <summary>Writes a string with its quotes. A lone surrogate becomes U+FFFD.</summary>
    public static void Write(ReadOnlySpan<char> text, PooledBytes output)
    {
        output.Add((byte)'"');
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            WriteRun(text[..at], output);
            WriteEscape((byte)text[at], output);
            text = text[(at + 1)..];
        }

        WriteRun(text, output);
        output.Add((byte)'"');
    }

    /// <summary>Writes, with quotes, the content of a JSON string without escapes; it is already canonical.</summary>
    public static void WriteVerbatim(ReadOnlySpan<byte> content, PooledBytes output)
    {
        output.Add((byte)'"');
        output.Add(content);
        output.Add((byte)'"');
    }

    /// <summary>
    /// Writes, with quotes, the content of a JSON string with escapes, whose grammar was checked. Returns the kind of problem and its
    /// position in <paramref name="content"/>, or null.
    /// </summary>
    public static JsonProblemKind? WriteEscaped(ReadOnlySpan<byte> content, PooledBytes output, bool allowNul, out int offset)
    {
        output.Add((byte)'"');
        offset = 0;
        while (content[offset..].IndexOf((byte)'\\') is >= 0 and var run)
        {
            output.Add(content.Slice(offset, run));
            offset += run;
            if (content[offset + 1] != 'u')
            {
                WriteEscape(Meaning(content[offset + 1]), output);
                offset += 2;
            }
            else if (WriteCodePoint(content[offset..], output, allowNul, out var length) is { } problem)
            {
                return problem;
            }
            else
            {
                offset += length;
            }
        }

        output.Add(content[offset..]);
        output.Add((byte)'"');
        return null;
    }

    /// <summary>Decodes canonical bytes (without quotes) to a string.</summary>
    public static string Decode(ReadOnlySpan<byte> content)
    {
        if (!content.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(content);
        var unescaped = new PooledBytes(content.Length);
        var at = 0;
        while (at < content.Length)
            unescaped.Add(NextByte(content, ref at));
        var text = Encoding.UTF8.GetString(unescaped.Written);
        unescaped.Return();
        return text;
    }

    /// <summary>The next byte of the unescaped UTF-8. Canonical escapes encode ASCII only, so each is one byte.</summary>
    public static byte NextByte(ReadOnlySpan<byte> content, ref int at)
    {
        var value = content[at++];
        if (value != '\\')
            return value;
        value = content[at++];
        if (value != 'u')
            return Meaning(value);
        at += 4;
        return (byte)CodeUnit(content[(at - 4)..]);
    }

    private static void WriteRun(ReadOnlySpan<char> run, PooledBytes output)
    {
        var room = output.Reserve(Encoding.UTF8.GetMaxByteCount(run.Length));
        output.Advance(Encoding.UTF8.GetBytes(run, room));
    }

    /// <summary>
    /// Writes the code point escaped at the start of <paramref name="content"/>; a pair of surrogates is two escapes and one code point.
    /// </summary>
    private static JsonProblemKind? WriteCodePoint(ReadOnlySpan<byte> content, PooledBytes output, bool allowNul, out int length)
    {
        var unit = CodeUnit(content[2..]);
        length = 6;
        if (unit < 0x80)
        {
            if (unit == 0 && !allowNul)
                return JsonProblemKind.NulCharacter;
            WriteEscape((byte)unit, output);
            return null;
        }

        Rune rune;
        if (char.IsSurrogate(unit))
        {
            if (!content[6..].StartsWith("\\u"u8) || !Rune.TryCreate(unit, CodeUnit(content[8..]), out rune))
                return JsonProblemKind.LoneSurrogate;
            length = 12;
        }
        else
        {
            rune = new Rune(unit);
        }

        output.Advance(rune.EncodeToUtf8(output.Reserve(4)));
        return null;
    }

    private static char CodeUnit(ReadOnlySpan<byte> hex) =>
        (char)ushort.Parse(hex[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte Meaning(byte escape) =>
        escape switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'t' => (byte)'\t',
            (byte)'n' => (byte)'\n',
            (byte)'f' => (byte)'\f',
            (byte)'r' => (byte)'\r',
            _ => escape,
        };

    private static void WriteEscape(byte value, PooledBytes output)
    {
        switch (value)
        {
            case (byte)'"':
                output.Add("\\\""u8);
                break;
            case (byte)'\\':
                output.Add("\\\\"u8);
                break;
            case (byte)'\b':
                output.Add("\\b"u8);
                break;
            case (byte)'\t':
                output.Add("\\t"u8);
                break;
            case (byte)'\n':
                output.Add("\\n"u8);
                break;
            case (byte)'\f':
                output.Add("\\f"u8);
                break;
            case (byte)'\r':
                output.Add("\\r"u8);
                break;
            case < 0x20:
                output.Add("\\u"u8);
                Utf8Formatter.TryFormat((ushort)value, output.Reserve(4), out var written, new StandardFormat('x', 4));
                output.Advance(written);
                break;
            default:
                output.Add(value);
                break;
        }
    }
}
