using System.Text.Json;

namespace HandoffSaga.CanonicalJson;

/// <summary>What is wrong with a JSON text, in words for whoever wrote it. The library's own speak of its reader and its options.</summary>
public static class JsonWords
{
    private static readonly (string Part, string Words)[] Known =
    [
        ("does not contain any JSON tokens", "there is no JSON in it"),
        ("Expected depth to be zero", "it ends before an object or array is closed"),
        ("end of the JSON payload", "it ends before an object or array is closed"),
        ("reached end of data", "it ends in the middle of a value"),
        ("end of string", "it ends in the middle of a string"),
        ("trailing comma", "a comma stands before a closing bracket"),
        ("maximum configured depth", "its objects and arrays are nested too deeply"),
        ("invalid without a matching open", "a closing bracket has no opening one"),
        ("after a single JSON value", "something follows the end of the document"),
        ("could not be converted", "a member is of the wrong type"),
        ("invalid UTF-8", "it is not UTF-8"),
        ("Invalid surrogate", "a \\u escape is half of a character"),
        ("transcode", "it is not UTF-8"),
    ];

    /// <summary>The fault alone, without its place; a part of a sentence.</summary>
    public static string Describe(JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var text = fault.Message;
        foreach (var (part, words) in Known)
        {
            if (text.Contains(part, StringComparison.OrdinalIgnoreCase))
                return words;
        }

        foreach (var mark in new[] { " Path:", " LineNumber:" })
        {
            if (text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at)
                text = text[..at];
        }

        return text.TrimEnd('.', ' ');
    }

    /// <summary>The fault with its line and column, counted from 1, as far as they are known.</summary>
    public static string DescribeWithPlace(JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault is { LineNumber: { } line, BytePositionInLine: { } column }
            ? $"line {line + 1}, column {column + 1}: {Describe(fault)}"
            : Describe(fault);
    }
}
