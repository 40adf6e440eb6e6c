using System.Text.Json.Serialization;

namespace HandoffSaga.Client.Guardian;

/// <summary>A key as JSON (RFC 7517). <c>d</c> is the private part.</summary>
internal sealed record Jwk
{
    public string? Kty { get; init; }
    public string? Crv { get; init; }
    public string? Alg { get; init; }
    public string? Use { get; init; }
    public string? Kid { get; init; }
    public string? X { get; init; }
    public string? Y { get; init; }
    public string? D { get; init; }
}

internal sealed record Jwks(IReadOnlyList<Jwk> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(Jwk))]
[JsonSerializable(typeof(Jwks))]
internal sealed partial class JwkJson : JsonSerializerContext;
