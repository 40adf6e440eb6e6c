using System.Buffers;

namespace HandoffSaga.Signoffs;

/// <summary>The shapes of ids, station ids, contract files and signatures (WIRE section 1).</summary>
internal static class SignoffNames
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(LettersAndDigits + "._-");
    private static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create(LettersAndDigits + "-_");

    /// <summary>Packages, client orders, tests, SmartContracts.</summary>
    public static readonly SignoffTextShape Id =
        new("1 to 128 letters, digits, dots, hyphens or underscores, the first a letter or digit", text => IsId(text));

    public static readonly SignoffTextShape Station =
        new("1 to 64 letters, digits, hyphens or underscores, the first a letter or digit", text => IsName(text, Base64UrlCharacters, longest: 64));

    /// <summary>A file is named by the SmartContract in it, so no other file name can mean one, and none can leave the folder.</summary>
    public static readonly SignoffTextShape ContractFile =
        new("a bare file name: a SmartContract id followed by .yaml or .yml, without a folder", text => IsContractFile(text));

    public static readonly SignoffTextShape RoutingType =
        new("next_node or workflow_complete", text => text is "next_node" or "workflow_complete");

    /// <summary>RFC 7515 appendix F.</summary>
    public static readonly SignoffTextShape DetachedJws =
        new("a detached JWS, BASE64URL(header)..BASE64URL(signature)", text => IsDetachedJws(text));

    private static bool IsId(ReadOnlySpan<char> text) => IsName(text, IdCharacters, longest: 128);

    private static bool IsName(ReadOnlySpan<char> text, SearchValues<char> allowed, int longest) =>
        text.Length >= 1 && text.Length <= longest && char.IsAsciiLetterOrDigit(text[0]) && !text.ContainsAnyExcept(allowed);

    private static bool IsContractFile(ReadOnlySpan<char> text) =>
        (text.EndsWith(".yaml", StringComparison.Ordinal) || text.EndsWith(".yml", StringComparison.Ordinal)) && IsId(text[..text.LastIndexOf('.')]);

    private static bool IsDetachedJws(ReadOnlySpan<char> text) =>
        text.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots && IsBase64Url(text[..dots]) && IsBase64Url(text[(dots + 2)..]);

    private static bool IsBase64Url(ReadOnlySpan<char> text) =>
        text.Length > 0 && text.Length % 4 != 1 && !text.ContainsAnyExcept(Base64UrlCharacters);
}
