using HandoffSaga.Authorization;
using HandoffSaga.Host.Access;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Signatures;

namespace HandoffSaga.Host.Settings;

/// <summary>Checks the files that a start requires.</summary>
internal static class StartFiles
{
    private const string Advice = " It must hold Guardian's public keys; \"handoff guardian keygen\" makes a pair for tests";

    /// <summary>One line for each unusable file; empty when the start may go ahead.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings) =>
        [
            .. Token(settings.Api.TokenFile),
            .. Keys(
                "Guardian:Jwks",
                settings.Guardian.Verification == GuardianVerification.Required ? settings.Guardian.Jwks : null,
                Advice
            ),
            .. Keys("Hubs:Vault:Jwks", settings.Hubs.Vault.Jwks),
            .. Keys("Hubs:Floor:Jwks", settings.Hubs.NextNode.Jwks),
            .. TlsFiles.Problems("Tls", settings.Tls),
            .. TlsFiles.Problems("Bus:Tls", settings.Bus.Tls with { CaFile = null }),
            .. TlsFiles.Problems("Hubs:Vault:Tls", settings.Hubs.Vault.Tls),
            .. TlsFiles.Problems("Hubs:Floor:Tls", settings.Hubs.NextNode.Tls),
        ];

    private static IEnumerable<string> Token(string? file)
    {
        if (file is null)
            return [];
        try
        {
            return ApiTokens.Parse(File.ReadAllText(file)).Problem is { } problem ? [$"Api:TokenFile = \"{file}\": {problem}"] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"Api:TokenFile = \"{file}\": {e.Message}"];
        }
    }

    private static IEnumerable<string> Keys(string setting, string? file, string advice = "") =>
        file is not null && KeyFileReading.Problem(file) is { } problem ? [$"{setting} = \"{file}\": {problem.TrimEnd('.')}.{advice}"] : [];
}
