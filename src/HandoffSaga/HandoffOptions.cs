using HandoffSaga.Alerts;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.Redelivery;
using HandoffSaga.Signoffs;
using HandoffSaga.Storage;

namespace HandoffSaga;

/// <summary>Everything a station is told, already checked.</summary>
internal sealed record HandoffOptions
{
    public required NodeIdentity Node { get; init; }

    /// <summary>What the store is.</summary>
    public StoreKind Store { get; init; } = StoreKind.Sqlite;

    /// <summary>Its connection string; a SQLite file's folder exists.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>How long it may be away before nothing more is taken from a broker.</summary>
    public TimeSpan StoreAwayAfter { get; init; } = TimeSpan.FromSeconds(10);

    public BusOptions Bus { get; init; } = new();

    public required HubOptions Vault { get; init; }
    public required HubOptions Floor { get; init; }
    public required RedeliveryPolicies Redelivery { get; init; }
    public required string ContractsFolder { get; init; }
    public TimeSpan ContractsRecheck { get; init; } = TimeSpan.FromMinutes(1);
    public required AlertTargets Alerts { get; init; }

    /// <summary>A JWKS file with Guardian's public keys; null where signatures are not verified at all.</summary>
    public required string? GuardianJwks { get; init; }

    /// <summary>How many saga events one commit may take along, at least 1; null for the engine's own default.</summary>
    public int? MostInCommit { get; init; }

    public IntakeLimits Intake { get; init; } = new();
    public string? IntakeFolder { get; init; }
}
