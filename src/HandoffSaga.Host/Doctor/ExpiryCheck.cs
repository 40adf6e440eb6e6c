using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using HandoffSaga.Authorization;
using HandoffSaga.Host.Settings;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Signatures;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether a key, a certificate or a token expires within 30 days. What cannot be read is another check's matter.</summary>
internal static class ExpiryCheck
{
    public const string Name = "expiry";
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    private const int PartsOfJwt = 3;

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<Expiring> expiring = [];
        if (settings.Guardian.Verification == GuardianVerification.Required)
            expiring.AddRange(Keys("Guardian:Jwks", settings.Guardian.Jwks, now));
        expiring.AddRange(Certificates("Tls:CaFile", settings.Tls.CaFile));
        if (settings.Bus.HasBroker)
            expiring.AddRange(Certificates("Bus:Tls:CertificateFile", settings.Bus.Tls.CertificateFile));
        foreach (var leg in new[] { Destination.VaultHub, Destination.NextNode })
        {
            var (section, hub) = (HubOptions.Sections.For(leg), settings.Hubs.For(leg));
            expiring.AddRange(Keys($"{section}:Jwks", hub.Jwks, now));
            if (hub.Tls.CaFile != settings.Tls.CaFile)
                expiring.AddRange(Certificates($"{section}:Tls:CaFile", hub.Tls.CaFile));
            expiring.AddRange(Certificates($"{section}:Tls:CertificateFile", hub.Tls.CertificateFile));
            expiring.AddRange(await Token($"{section}:BearerTokenFile", hub.BearerTokenFile, cancellationToken));
        }

        List<Finding> found = [.. expiring.Select(one => Judge(one, now)).OfType<Finding>()];
        return found.Count > 0
            ? found
            : [Finding.Ok(Name, $"{expiring.Count} keys, certificates and tokens; none ends within {Soon.TotalDays:0} days")];
    }

    /// <summary>Null for what is valid long enough, or without an end.</summary>
    public static Finding? Judge(Expiring one, DateTimeOffset now) =>
        one.At is not { } at || at - now > Soon ? null
        : at <= now
            ? Finding.Failed(
                Name,
                $"{one.Setting}: {one.What} expired at {at:yyyy-MM-dd HH:mm} UTC",
                "Replace it: the file is read again by itself."
            )
        : Finding.Warn(
            Name,
            $"{one.Setting}: {one.What} expires at {at:yyyy-MM-dd HH:mm} UTC",
            "Replace it before: the file is read again by itself."
        );

    /// <summary>When a token expires that is a JWT; null for one that does not say.</summary>
    public static DateTimeOffset? EndOfToken(string token)
    {
        var parts = token.Trim().Split('.');
        if (parts.Length != PartsOfJwt)
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return
                claims.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("exp", out var end)
                && end.ValueKind == JsonValueKind.Number
                && end.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>A key that has ended is left out while another one of its file is valid: that is a rotation.</summary>
    private static IEnumerable<Expiring> Keys(string setting, string? file, DateTimeOffset now)
    {
        if (file is null)
            return [];
        try
        {
            using var open = KeyFileReading.Open(file);
            if (KeyFileReading.Parse(open) is not JwkSetParse.Parsed { Keys.Keys: var keys })
                return [];
            var lasting = keys.Where(key => key.Expires is not { } end || end > now).ToList();
            return [.. (lasting.Count > 0 ? lasting : keys).Select(key => new Expiring(setting, $"the key {key.KeyId}", key.Expires))];
        }
        catch (Exception e) when (KeyFileReading.IsUnreadable(e))
        {
            return [];
        }
    }

    private static IEnumerable<Expiring> Certificates(string setting, string? file)
    {
        if (file is null)
            return [];
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return
            [
                .. certificates.Select(one => new Expiring(setting, $"the certificate of {one.Subject}", one.NotAfter.ToUniversalTime())),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return [];
        }
    }

    private static async Task<IEnumerable<Expiring>> Token(string setting, string? file, CancellationToken cancellationToken)
    {
        try
        {
            return file is null
                ? []
                : [new Expiring(setting, "the token", EndOfToken(await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

/// <summary>Something that may have an end.</summary>
/// <param name="Setting">The setting that names its file.</param>
/// <param name="What">What it is.</param>
/// <param name="At">When it ends; null for never, or nobody can tell.</param>
internal sealed record Expiring(string Setting, string What, DateTimeOffset? At);
