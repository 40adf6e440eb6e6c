using System.Buffers;

namespace HandoffSaga.Texts;

/// <summary>The format of a name.</summary>
/// <param name="Rule">For people, after "must be".</param>
/// <param name="Pattern">The same as a regular expression (ECMA-262) of the whole name, without anchors.</param>
/// <param name="Fits">The same for the program.</param>
internal sealed record NameShape(string Rule, string Pattern, Predicate<string> Fits);

/// <summary>The formats of names (docs/wire.md section 1), for code that reads or describes one.</summary>
internal static class NameShapes
{
    public const string TransferIdPrefix = "XFER-";

    public const int LongestId = 128;

    private const int LongestStation = 64;

    private static readonly SearchValues<char> IdCharacters = Characters("._-");
    private static readonly SearchValues<char> StationCharacters = Characters("_-");

    /// <summary>Packages, client orders, tests, SmartContracts.</summary>
    public static readonly NameShape Id = new(
        $"1 to {LongestId} letters, digits, dots, hyphens or underscores, the first a letter or digit",
        $"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LongestId - 1}}}",
        text => IsId(text)
    );

    public static readonly NameShape Station = new(
        $"1 to {LongestStation} letters, digits, hyphens or underscores, the first a letter or digit",
        $"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LongestStation - 1}}}",
        text => IsName(text, StationCharacters, LongestStation)
    );

    /// <summary>
    /// A file is named after the SmartContract in it, so no other file name is valid, and none can point outside the folder.
    /// </summary>
    public static readonly NameShape ContractFile = new(
        "a bare file name: a SmartContract id followed by .yaml or .yml, without a folder",
        Id.Pattern + @"\.ya?ml",
        text => IsContractFile(text)
    );

    public static readonly NameShape TransferId = new(
        $"{TransferIdPrefix} followed by a package id",
        TransferIdPrefix + Id.Pattern,
        text => text.StartsWith(TransferIdPrefix, StringComparison.Ordinal) && IsId(text.AsSpan(TransferIdPrefix.Length))
    );

    private static bool IsId(ReadOnlySpan<char> text) => IsName(text, IdCharacters, LongestId);

    private static bool IsName(ReadOnlySpan<char> text, SearchValues<char> allowed, int longest) =>
        text.Length >= 1 && text.Length <= longest && char.IsAsciiLetterOrDigit(text[0]) && !text.ContainsAnyExcept(allowed);

    private static bool IsContractFile(ReadOnlySpan<char> text) =>
        (text.EndsWith(".yaml", StringComparison.Ordinal) || text.EndsWith(".yml", StringComparison.Ordinal))
        && IsId(text[..text.LastIndexOf('.')]);

    private static SearchValues<char> Characters(string besideLettersAndDigits) =>
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + besideLettersAndDigits);
}
