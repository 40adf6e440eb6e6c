using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// Blank lines that YAML 1.2.2 allows and YamlDotNet does not read: those above the first line of a block scalar that are indented no
/// further than it (section 8.1.1.1; YamlDotNet issues 523 and 535), those of a block scalar without any other line, and a line of tabs
/// below a plain scalar (section 6.6). Emptied, they mean the same.
/// </summary>
internal static partial class BlankLines
{
    private const string BelowPlainScalar = "While scanning a plain scalar, found a tab";

    /// <summary>The text with the blank lines emptied that stopped the parser; null when it stopped for another reason.</summary>
    /// <param name="text">The document. Its line breaks are kept, so that line numbers stay right.</param>
    public static string? Emptied(string text, YamlException fault)
    {
        var lines = Line().Matches(text).ToList();
        var stop = (int)fault.End.Line - 1;
        var first = fault.Message.StartsWith(BelowPlainScalar, StringComparison.Ordinal)
            ? IsBlank(lines.ElementAtOrDefault(stop))
                ? stop++
                : stop
            : FirstOfBlock(lines, stop);
        if (first >= stop)
            return null;

        var start = lines[first].Index;
        var breaks = string.Concat(lines[first..stop].Select(line => line.Groups["break"].Value));
        return string.Concat(text.AsSpan(0, start), breaks, text.AsSpan(lines[stop - 1].Index + lines[stop - 1].Length));
    }

    /// <summary>
    /// The first of the blank lines in front of <paramref name="stop"/> when a block scalar's header stands above them, and they may be
    /// where they are; else <paramref name="stop"/>.
    /// </summary>
    private static int FirstOfBlock(List<Match> lines, int stop)
    {
        var first = Math.Min(stop, lines.Count);
        while (first > 0 && IsBlank(lines[first - 1]))
            first--;
        if (first == 0 || first == stop || Header().Match(Content(lines[first - 1])) is not { Success: true } header)
            return stop;

        var deepest = lines[first..Math.Min(stop, lines.Count)].Max(line => Content(line).Length);
        var following = stop < lines.Count ? Content(lines[stop]).TakeWhile(character => character == ' ').Count() : 0;
        return deepest <= following || (ParentIndent(header) is { } parent && following <= parent) ? first : stop;
    }

    /// <summary>The column of the mapping or sequence that the scalar belongs to: a line of the scalar is indented further.</summary>
    private static int? ParentIndent(Match header)
    {
        var key = header.Groups["key"];
        if (key.Length > 0)
            return key.Index;
        return header.Groups["entry"].Captures is [.., var entry] ? entry.Index : null;
    }

    private static string Content(Match line) => line.Groups["content"].Value;

    private static bool IsBlank(Match? line) => line is not null && string.IsNullOrWhiteSpace(Content(line));

    [GeneratedRegex(@"\G(?<content>[^\r\n]*)(?<break>\r\n|\n|\r|\z)", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex(@"^ *(?<entry>[-?] +)*(?<key>\S.*?[ \t])??[|>][+-]?[ \t]*([ \t]#.*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Header();
}
