using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Authorization;

/// <summary>How Guardian's signoffs are verified (<c>Guardian</c> in the configuration).</summary>
internal sealed record GuardianOptions
{
    public static readonly OptionSettings<GuardianOptions> Settings = new()
    {
        {
            guardian => guardian.Verification,
            OneOf(("required", GuardianVerification.Required), ("off", GuardianVerification.Off)),
            "whether Guardian's signatures are verified; off lets anyone who can reach an intake move parts, and every start warns"
        },
        {
            guardian => guardian.Jwks,
            DataPath,
            "file with Guardian's public keys (JWKS), several during a key change; re-read when it changes"
        },
    };

    public GuardianVerification Verification { get; init; } = GuardianVerification.Required;

    /// <summary>A JWKS file (RFC 7517) with Guardian's public keys.</summary>
    public string Jwks { get; init; } = "guardian.jwks.json";
}

/// <summary>Whether signatures are verified.</summary>
internal enum GuardianVerification
{
    /// <summary>A signoff without a valid signature is rejected.</summary>
    Required,

    /// <summary>Signoffs of any sender are accepted.</summary>
    Off,
}
