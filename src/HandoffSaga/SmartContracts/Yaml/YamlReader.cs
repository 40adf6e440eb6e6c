using HandoffSaga.Texts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// Reads one document from the parser's events. Rejected is whatever JSON has no place for or two readers could take for two things:
/// anchors and aliases, tags, merge keys, keys that stand twice or are no scalars, a second document. Nothing is expanded, so that what is
/// read is never larger than what was written.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>How deep mappings and sequences may nest, the outermost counted.</summary>
    public const int MaxLevels = 64;

    /// <summary>How many keys and values a document may have: each costs the parser many times the bytes it is written with.</summary>
    public const int MaxNodes = 40_000;

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private YamlProblem? _problem;
    private int _nodes;

    private YamlReader(string text)
    {
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    private int Line => (int)(_parser.Current?.Start.Line ?? _scanner.CurrentPosition.Line);

    /// <summary>The mapping at the top of the only document, or why there is none. Never throws for any text.</summary>
    public static (YamlMapping? Top, YamlProblem? Problem) Read(string text)
    {
        var reader = new YamlReader(text);
        var top = reader.Document();
        return (top, reader._problem);
    }

    private YamlMapping? Document()
    {
        if (!Next() || !Next())
            return null;
        if (_parser.Current is not DocumentStart start)
            return Refuse<YamlMapping>(1, "the file holds nothing");
        if (start.Version is { } directive && directive.Version is not { Major: 1, Minor: 2 })
            return Refuse<YamlMapping>(Line, "only YAML 1.2 is read");
        if (!Next())
            return null;
        if (_parser.Current is not MappingStart)
            return Refuse<YamlMapping>(Line, "the top level is not a mapping");

        // Past the top stand the document's end and the stream's, nothing else.
        if (Node("", level: 1, asText: false) is not YamlMapping top || !Next() || !Next())
            return null;
        return _parser.Current is StreamEnd ? top : Refuse<YamlMapping>(Line, "a second document begins; one file is one contract");
    }

    /// <param name="section">"" for the top, a top-level member's key for what lies right below it, null deeper down.</param>
    /// <param name="asText">A plain scalar is taken as it was written.</param>
    private YamlValue? Node(string? section, int level, bool asText)
    {
        if (_parser.Current is not NodeEvent node)
        {
            return _parser.Current is AnchorAlias
                ? Refuse<YamlValue>(Line, "an alias: write out what it stands for")
                : Refuse<YamlValue>(Line, "a value was expected here");
        }

        if (++_nodes > MaxNodes)
            return Refuse<YamlValue>(Line, $"more than {MaxNodes} keys and values");
        if (!node.Anchor.IsEmpty)
            return Refuse<YamlValue>(Line, "an anchor: write the value out wherever it is meant");
        if (!node.Tag.IsEmpty)
            return Refuse<YamlValue>(Line, "a tag: a contract has plain values only");
        if (node is Scalar scalar)
            return Value(scalar, asText);
        if (level > MaxLevels)
            return Refuse<YamlValue>(Line, $"nested deeper than {MaxLevels} levels");
        return node is SequenceStart ? Sequence(section, level) : Mapping(section, level);
    }

    private YamlSequence? Sequence(string? section, int level)
    {
        var line = Line;
        var items = new List<YamlValue>();
        while (Next())
        {
            if (_parser.Current is SequenceEnd)
                return new YamlSequence(line, items);
            if (Node(section, level + 1, asText: false) is not { } item)
                return null;
            items.Add(item);
        }

        return null;
    }

    private YamlMapping? Mapping(string? section, int level)
    {
        var line = Line;
        var members = new List<YamlMember>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next())
        {
            if (_parser.Current is MappingEnd)
                return new YamlMapping(line, members);
            if (Member(section, level, seen) is not { } member)
                return null;
            members.Add(member);
        }

        return null;
    }

    private YamlMember? Member(string? section, int level, Dictionary<string, int> seen)
    {
        var line = Line;
        if (_parser.Current is MappingStart or SequenceStart)
            return Refuse<YamlMember>(line, "a key must be a scalar");
        if (Node(null, level, asText: true) is not { } node)
            return null;
        if (node is not YamlText { Text: var key })
            return Refuse<YamlMember>(Math.Max(line, (int)_scanner.CurrentPosition.Line), "a key is missing, or is null");
        if (key == "<<")
            return Refuse<YamlMember>(line, "a merge key: write out what it brings in");
        if (!seen.TryAdd(key, line))
            return Refuse<YamlMember>(line, $"the key {Excerpt.Quote(key)} stands already on line {seen[key]}");

        var below = section is "" ? key : null;
        return Next() && Node(below, level + 1, TextMembers.Contains(section, key)) is { } value ? new YamlMember(line, key, value) : null;
    }

    private YamlValue? Value(Scalar scalar, bool asText)
    {
        // Neither plain nor quoted: the parser made up the colon between two scalars of a flow mapping.
        if (scalar is { IsPlainImplicit: false, IsQuotedImplicit: false })
            return Refuse<YamlValue>(Line, "a ':' or ',' is missing in front of this value");
        if (scalar.Value.Contains('\0', StringComparison.Ordinal))
            return Refuse<YamlValue>(Line, "U+0000 must not stand in a contract");
        if (scalar.Style != ScalarStyle.Plain)
            return new YamlText(Line, scalar.Value);
        if (asText && scalar.Value is not ("" or "~" or "null" or "Null" or "NULL"))
            return new YamlText(Line, scalar.Value);

        var (value, rejection) = CoreSchema.Resolve(scalar.Value, Line);
        return value ?? Refuse<YamlValue>(Line, $"{Excerpt.Quote(scalar.Value)} is {rejection}");
    }

    private bool Next()
    {
        try
        {
            if (_parser.MoveNext())
                return true;
            _problem = new YamlProblem(Line, "the file ends too early");
        }
        catch (YamlException syntax)
        {
            // Some of its errors carry no position; the scanner stands where they came up.
            var line = syntax.Start == Mark.Empty ? _scanner.CurrentPosition.Line : syntax.Start.Line;
            _problem = new YamlProblem((int)line, syntax.Message);
        }
        catch (Exception stumble) when (stumble is not OutOfMemoryException)
        {
            // YamlDotNet meets some broken input with InvalidOperationException, ArgumentException and the like.
            _problem = new YamlProblem((int)_scanner.CurrentPosition.Line, "not YAML that can be read");
        }

        return false;
    }

    private T? Refuse<T>(int line, string message)
        where T : class
    {
        _problem ??= new YamlProblem(line, message);
        return null;
    }
}
