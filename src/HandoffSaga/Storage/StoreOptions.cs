using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Storage;

/// <summary>The database (<c>Store</c> in the configuration).</summary>
internal sealed record StoreOptions
{
    public static readonly OptionSettings<StoreOptions> Settings = new()
    {
        {
            store => store.Kind,
            OneOf(("sqlite", StoreKind.Sqlite), ("postgres", StoreKind.Postgres)),
            "the database: a SQLite file for a single process, or PostgreSQL for any number of replicas",
            "Provider"
        },
        {
            store => store.ConnectionString,
            SettingKinds.ConnectionString,
            "how the database is reached; a relative SQLite file is in DataFolder, postgres has no default"
        },
        {
            store => store.AwayAfter,
            DurationUpTo(TimeSpan.FromMinutes(10)),
            "how long the database may be unavailable before signoffs are refused and nothing more is taken from the broker"
        },
    };

    public StoreKind Kind { get; init; } = StoreKind.Sqlite;

    /// <summary>For SQLite its <c>Data Source</c> is absolute, and the folder exists.</summary>
    public string ConnectionString { get; init; } = "Data Source=handoff.db";

    /// <summary>How long it may be unavailable before the program stops consuming from a broker.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many saga events one group commit may contain, at least 1; null for the engine's default.</summary>
    public int? MostInCommit { get; init; }
}
