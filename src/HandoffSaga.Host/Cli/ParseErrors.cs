using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace HandoffSaga.Host.Cli;

/// <summary>Says which argument or option is wrong, in the program's own words.</summary>
internal static partial class ParseErrors
{
    /// <summary>One line for each error, most useful first, none twice.</summary>
    public static IReadOnlyList<string> Describe(ParseResult parsed) => [.. parsed.Errors.Select(Describe).Distinct()];

    private static string Describe(ParseError error)
    {
        var text = OneLine(error.Message);
        var symbol = Symbol(error.SymbolResult);
        return (error.SymbolResult, symbol) switch
        {
            (_, null) => text,
            (_, Option option) when text.StartsWith("Required argument missing", StringComparison.Ordinal) =>
                $"{option.Name} needs a value{Value(option)}.",
            (_, Argument argument) when text.StartsWith("Required argument missing", StringComparison.Ordinal) =>
                $"{argument.Name} is missing: {argument.Description}.",
            (_, var wrong) when NotOfType().Match(text) is { Success: true } found =>
                $"{wrong.Name}: '{found.Groups[1].Value}' is not {KindOf(found.Groups[2].Value)}.",
            (_, var wrong) when text.Contains(wrong.Name, StringComparison.Ordinal) => text,
            (_, var wrong) => $"{wrong.Name}: {text}",
        };
    }

    /// <summary>What the user would call the place: an option's own name also where its value is wrong.</summary>
    private static Symbol? Symbol(SymbolResult? result) =>
        result switch
        {
            OptionResult option => option.Option,
            ArgumentResult { Parent: OptionResult option } => option.Option,
            ArgumentResult argument => argument.Argument,
            _ => null,
        };

    private static string Value(Option option) => option.HelpName is { } name ? $" ({name})" : "";

    private static string KindOf(string type) =>
        type switch
        {
            "System.Int32" or "System.Int64" => "a whole number",
            "System.Boolean" => "true or false",
            _ => "a valid value",
        };

    /// <summary>Joins a message's lines: the parser lists the allowed values on a line each.</summary>
    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    // Cannot parse argument 'x' for option '--port' as expected type 'System.Nullable`1[System.Int32]'.
    [GeneratedRegex(@"^Cannot parse argument '(.*)' for .* as expected type '(?:System\.Nullable`1\[)?([\w.]+)")]
    private static partial Regex NotOfType();
}
