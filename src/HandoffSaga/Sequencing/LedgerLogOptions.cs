namespace HandoffSaga.Sequencing;

/// <summary>Where the log's own files are; all outside the database.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="KeyFile">Its signing key.</param>
/// <param name="Folder">Its published tiles and checkpoints.</param>
internal sealed record LedgerLogOptions(string Origin, string KeyFile, string Folder)
{
    /// <summary>The last head that was signed, beside the key.</summary>
    public string HeadFile => KeyFile + ".head";

    /// <summary>At most so many events in one group: few enough that nobody's commit waits long for theirs.</summary>
    public int MostInGroup { get; init; } = 500;

    /// <summary>Between two checkpoints, so that each is worth its syncs to the disk.</summary>
    public TimeSpan BetweenCheckpoints { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it is looked for events of replicas that died.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);
}
