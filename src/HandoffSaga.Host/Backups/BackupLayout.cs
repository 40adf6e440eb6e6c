namespace HandoffSaga.Host.Backups;

/// <summary>The names of what is in a backup, wherever a station has them.</summary>
internal static class BackupLayout
{
    public const string Manifest = "manifest.json";
    public const string Store = "handoff.db";
    public const string Key = "ledger.key";
    public const string Head = "ledger.key.head";
    public const string Ledger = "ledger";

    /// <summary>Whether a manifest may name such a file: one of the above, nothing outside the backup.</summary>
    public static bool Allows(string name) =>
        name is Store or Key or Head
        || (
            name.StartsWith(Ledger + "/", StringComparison.Ordinal)
            && name.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.Contains('\\', StringComparison.Ordinal))
        );
}
