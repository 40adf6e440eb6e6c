using HandoffSaga.LedgerLog.Witnessing;
using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>Where the log's own files are (<c>Ledger</c> in the configuration); all outside the database.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="KeyFile">Its signing key.</param>
/// <param name="Folder">Its published tiles and checkpoints.</param>
internal sealed record LedgerLogOptions(string Origin, string KeyFile = "ledger.key", string Folder = "ledger/")
{
    public static readonly OptionSettings<LedgerLogOptions> Settings = new()
    {
        {
            ledger => ledger.Origin,
            LogName,
            "name of the ledger, part of every checkpoint; it must never change",
            null,
            "handoff.local/{Node:Id}"
        },
        { ledger => ledger.KeyFile, SecretPath, "file with the ledger's private signing key; made at the first start" },
        { ledger => ledger.Folder, DataPath, "folder that the ledger is published in" },
    };

    /// <summary>
    /// The file with the last checkpoint that this process signed; beside the key by default. Replicas that share a key have one each.
    /// </summary>
    public string CheckpointFile { get; init; } = KeyFile + ".head";

    /// <summary>The witness that cosigns its checkpoints; null for none.</summary>
    public WitnessOptions? Witness { get; init; }

    /// <summary>The most entries in one group: few enough to hold in memory.</summary>
    public int MostInGroup { get; init; } = 2000;

    /// <summary>The interval between two checkpoints, so that each is worth its disk syncs.</summary>
    public TimeSpan BetweenCheckpoints { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often to poll for entries of replicas that died.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    private static ScalarKind<string> LogName =>
        new(
            "a name without spaces and without +",
            (string text, out string value) =>
                (value = text).Length is > 0 and <= 256 && !text.Any(c => c == '+' || char.IsControl(c) || char.IsWhiteSpace(c)),
            examples: "example.com/NODE-001"
        );
}
