namespace HandoffSaga.Alerts;

/// <summary>Who is told by HTTP (<c>Alerts</c> in the configuration). Default: nobody.</summary>
internal sealed record AlertTargets
{
    /// <summary>The Floor Hub's address for alerts, an absolute <c>http</c> or <c>https</c> address. Default none.</summary>
    public Uri? FloorHubUrl { get; init; }

    /// <summary>Further addresses, of the same kind. Default none.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>Whether alerts are announced on the broker's exchange <c>handoff.alerts</c> too. Default no: there may be no broker.</summary>
    public bool Broker { get; init; }

    /// <summary>Every address once.</summary>
    public IEnumerable<Uri> All => (FloorHubUrl is { } floorHub ? Urls.Prepend(floorHub) : Urls).Distinct();
}
