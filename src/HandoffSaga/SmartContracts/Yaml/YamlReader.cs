using HandoffSaga.Texts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// Reads one document from the parser's events. It rejects everything that JSON cannot represent or that is ambiguous: anchors and aliases,
/// tags, merge keys, duplicate or non-scalar keys, a second document. Nothing is expanded, so that the result is never larger than the
/// file.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>How deep mappings and sequences may nest, the outermost counted.</summary>
    public const int MaxLevels = 64;

    /// <summary>How often a document is read again without blank lines that the parser stumbles over: each time from its beginning.</summary>
    public const int MaxReadings = 50;

    /// <summary>How many keys and values a document may have: each costs the parser many times the bytes it is written with.</summary>
    public const int MaxNodes = 40_000;

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private YamlProblem? _problem;
    private YamlException? _fault;
    private int _nodes;

    private YamlReader(string text)
    {
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    private int Line => (int)(_parser.Current?.Start.Line ?? _scanner.CurrentPosition.Line);

    /// <summary>Reads the mapping at the top of the only document, or the problem. Never throws for any text.</summary>
    public static (YamlMapping? Top, YamlProblem? Problem) Read(string text)
    {
        for (var reading = 1; ; reading++)
        {
            var reader = new YamlReader(text);
            var top = reader.Document();
            if (reading == MaxReadings || reader._fault is not { } fault || BlankLines.Emptied(text, fault) is not { } readable)
                return (top, reader._problem);
            text = readable;
        }
    }

    private YamlMapping? Document()
    {
        if (!Next() || !Next())
            return null;
        if (_parser.Current is not DocumentStart start)
            return Reject<YamlMapping>(1, "the file is empty");
        if (start.Version is { } directive && directive.Version is not { Major: 1, Minor: 2 })
            return Reject<YamlMapping>(Line, "only YAML 1.2 is read");
        if (!Next())
            return null;
        if (_parser.Current is not MappingStart)
            return Reject<YamlMapping>(Line, "the top level is not a mapping");

        // After the top mapping only the ends of document and stream may follow.
        if (Node("", level: 1, asText: false) is not YamlMapping top || !Next() || !Next())
            return null;
        return _parser.Current is StreamEnd ? top : Reject<YamlMapping>(Line, "a second document begins; a file must hold one contract");
    }

    /// <param name="section">"" for the top, a top-level member's key for its direct members, null at deeper levels.</param>
    /// <param name="asText">A plain scalar is text.</param>
    private YamlValue? Node(string? section, int level, bool asText)
    {
        if (_parser.Current is not NodeEvent node)
        {
            return _parser.Current is AnchorAlias
                ? Reject<YamlValue>(Line, "an alias is not allowed: write out its value")
                : Reject<YamlValue>(Line, "a value was expected here");
        }

        if (++_nodes > MaxNodes)
            return Reject<YamlValue>(Line, $"more than {MaxNodes} keys and values");
        if (!node.Anchor.IsEmpty)
            return Reject<YamlValue>(Line, "an anchor is not allowed: write out the value at each place");
        if (!node.Tag.IsEmpty)
            return Reject<YamlValue>(Line, "a tag is not allowed: use plain values only");
        if (node is Scalar scalar)
            return Value(scalar, asText);
        if (level > MaxLevels)
            return Reject<YamlValue>(Line, $"nested deeper than {MaxLevels} levels");
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
            return Reject<YamlMember>(line, "a key must be a scalar");
        if (Node(null, level, asText: true) is not { } node)
            return null;
        if (node is not YamlText { Text: var key })
            return Reject<YamlMember>(Math.Max(line, (int)_scanner.CurrentPosition.Line), "a key is missing, or is null");
        if (key == "<<")
            return Reject<YamlMember>(line, "a merge key is not allowed: write out its members");
        if (!seen.TryAdd(key, line))
            return Reject<YamlMember>(line, $"the key {Excerpt.Quote(key)} repeats line {seen[key]}");

        var below = section is "" ? key : null;
        return Next() && Node(below, level + 1, TextMembers.Contains(section, key)) is { } value ? new YamlMember(line, key, value) : null;
    }

    private YamlValue? Value(Scalar scalar, bool asText)
    {
        // Neither plain nor quoted: the parser inserted the colon between two scalars of a flow mapping.
        if (scalar is { IsPlainImplicit: false, IsQuotedImplicit: false })
            return Reject<YamlValue>(Line, "a ':' or ',' is missing in front of this value");
        if (scalar.Value.Contains('\0', StringComparison.Ordinal))
            return Reject<YamlValue>(Line, "U+0000 is not allowed in a contract");
        if (scalar.Style != ScalarStyle.Plain)
            return new YamlText(Line, scalar.Value);
        if (asText && scalar.Value is not ("" or "~" or "null" or "Null" or "NULL"))
            return new YamlText(Line, scalar.Value);

        var (value, rejection) = CoreSchema.Resolve(scalar.Value, Line);
        return value ?? Reject<YamlValue>(Line, $"{Excerpt.Quote(scalar.Value)} is {rejection}");
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
            // Some of its errors have no position; the scanner's position is that of the error.
            var line = syntax.Start == Mark.Empty ? _scanner.CurrentPosition.Line : syntax.Start.Line;
            _problem = new YamlProblem((int)line, syntax.Message);
            _fault = syntax;
        }
        catch (Exception stumble) when (stumble is not OutOfMemoryException)
        {
            // For some broken input YamlDotNet throws InvalidOperationException, ArgumentException and the like.
            _problem = new YamlProblem((int)_scanner.CurrentPosition.Line, "not readable as YAML");
        }

        return false;
    }

    private T? Reject<T>(int line, string message)
        where T : class
    {
        _problem ??= new YamlProblem(line, message);
        return null;
    }
}
