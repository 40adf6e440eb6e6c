using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Alerts;

/// <summary>The HTTP receivers of alerts (<c>Alerts</c> in the configuration). Default: none.</summary>
internal sealed record AlertOptions
{
    public static readonly OptionSettings<AlertOptions> Settings = new()
    {
        { alerts => alerts.FloorHubUrl, HttpUrl.OrNothing(), "address that the Floor Hub takes alerts at" },
        { alerts => alerts.Urls, ListOf(HttpUrl), "additional alert receivers" },
    };

    /// <summary>The Floor Hub's address for alerts, an absolute <c>http</c> or <c>https</c> address.</summary>
    public Uri? FloorHubUrl { get; init; }

    /// <summary>Further addresses, of the same kind.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>
    /// Whether alerts are announced on the broker's exchange <c>handoff.alerts</c> too. Default no: there may be no broker.
    /// </summary>
    public bool Broker { get; init; }

    /// <summary>Every address once.</summary>
    public IEnumerable<Uri> All => (FloorHubUrl is { } floorHub ? Urls.Prepend(floorHub) : Urls).Distinct();
}
