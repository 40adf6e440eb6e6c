using System.Buffers;
using HandoffSaga.SmartContracts;
using HandoffSaga.Texts;

namespace HandoffSaga.Signoffs;

/// <summary>The required forms of a signoff's texts (docs/wire.md section 1).</summary>
internal static class SignoffNames
{
    private static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    public static readonly SignoffTextShape Id = Of(NameShapes.Id);

    public static readonly SignoffTextShape Station = Of(NameShapes.Station);

    public static readonly SignoffTextShape ContractFile = Of(NameShapes.ContractFile);

    public static readonly SignoffTextShape RoutingType = new(RoutingTypes.Expected, RoutingTypes.IsKnown);

    /// <summary>RFC 7515 appendix F.</summary>
    public static readonly SignoffTextShape DetachedJws = new(
        "a detached JWS, BASE64URL(header)..BASE64URL(signature)",
        text => IsDetachedJws(text)
    );

    private static SignoffTextShape Of(NameShape shape) => new(shape.Rule, shape.Fits);

    private static bool IsDetachedJws(ReadOnlySpan<char> text) =>
        text.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots && IsBase64Url(text[..dots]) && IsBase64Url(text[(dots + 2)..]);

    private static bool IsBase64Url(ReadOnlySpan<char> text) =>
        text.Length > 0 && text.Length % 4 != 1 && !text.ContainsAnyExcept(Base64UrlCharacters);
}
