using System.Text.Json;

namespace HandoffSaga.Specs.Harness;

/// <summary>The signoff that is signed step by step in <c>tests/vectors/signature</c>.</summary>
internal static class WorkedExample
{
    /// <summary>As its sender wrote it: not in canonical form.</summary>
    public static string Signoff { get; } = Text("signoff.json");

    /// <summary>The same without its signature.</summary>
    public static string Unsigned { get; } = Text("unsigned.json");

    /// <summary>What is signed.</summary>
    public static string Canonical { get; } = Text("canonical.json");

    public static string CanonicalSha256 { get; } = Step("canonical_sha256");

    public static string Signature { get; } = Step("guardian_signature");

    public static string PrivateKey { get; } = Text("key.jwk.json");

    public static string Jwks { get; } = Text("jwks.json");

    private static string Text(string name) => File.ReadAllText(Vectors.PathOf("signature", name));

    private static string Step(string name)
    {
        using var steps = JsonDocument.Parse(Text("steps.json"));
        return steps.RootElement.GetProperty(name).GetString()!;
    }
}
