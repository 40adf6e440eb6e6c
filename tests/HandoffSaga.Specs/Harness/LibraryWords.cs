using System.Text.RegularExpressions;

namespace HandoffSaga.Specs.Harness;

/// <summary>What libraries say about themselves, and nobody else can understand.</summary>
internal static partial class LibraryWords
{
    public static void ShouldNotBeIn(string text, string about)
    {
        if (Any().Match(text) is { Success: true } found)
            throw new ShouldAssertException($"{about}: \"{found.Value}\" in: {text}");
    }

    [GeneratedRegex(
        @"isFinalBlock|inner exception|should not happen|BytePositionInLine|LineNumber:|Path: \$|reader options|depth to be zero|JSON tokens"
            + @"|JSON payload|token type|EndArray|EndObject|\(Parameter '|Object reference|cannot be null|MinRequestBodyDataRate"
            + @"|expected type|Exception|System\.[A-Z]|Microsoft\.|HResult|0x8|Nullable|unexpected error|status code does not indicate"
            + @"|given key|Sequence contains|index was out",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Any();
}
