using HandoffSaga.Host.Access;

namespace HandoffSaga.Host.Api;

/// <summary>What the API has to know of the configuration.</summary>
internal sealed record HandoffApiOptions
{
    /// <summary>The bearer token must be shown for everything but health.</summary>
    public bool Required { get; init; }

    /// <summary>The file that holds the tokens (<see cref="ApiTokens"/>); what it says counts at once.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The largest signoff that is read, in bytes.</summary>
    public int MaxSignoffBytes { get; init; } = 8 * 1024 * 1024;
}
