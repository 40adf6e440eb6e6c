using System.Buffers;
using System.Text.Unicode;

namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>Decodes a file's bytes as UTF-8.</summary>
internal static class YamlSource
{
    // The characters that are not printable in YAML. U+0085, U+2028 and U+2029 are line breaks to a YAML 1.1 reader and plain characters to
    // a 1.2 reader: two stations could read two different contracts, so they must be written as escapes. A leading U+FEFF is removed
    // before this check.
    private static readonly SearchValues<char> Rejected = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => (char)code).Except(['\t', '\n', '\r']),
        '\u2028',
        '\u2029',
        '\ufeff',
        '\ufffe',
        '\uffff',
    ]);

    /// <summary>Decodes; a byte order mark at the very front is tolerated and dropped.</summary>
    public static (string Text, YamlProblem? Problem) Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xef, 0xbb, 0xbf, ..])
            bytes = bytes[3..];

        var chars = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes, chars, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
            return ("", new YamlProblem(LineAt(chars.AsSpan(0, written)), "not UTF-8"));

        var text = new string(chars, 0, written);
        var bad = text.AsSpan().IndexOfAny(Rejected);
        return bad < 0
            ? (text, null)
            : ("", new YamlProblem(LineAt(text.AsSpan(0, bad)), $"the character U+{(int)text[bad]:X4} must be escaped in a YAML file"));
    }

    private static int LineAt(ReadOnlySpan<char> before)
    {
        var line = 1 + before.Count('\n');
        for (var i = before.IndexOf('\r'); i >= 0 && i < before.Length; i++)
        {
            if (before[i] == '\r' && (i + 1 == before.Length || before[i + 1] != '\n'))
                line++;
        }

        return line;
    }
}
