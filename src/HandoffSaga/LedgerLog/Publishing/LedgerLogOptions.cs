using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>Where the log's own files are; all outside the database.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="KeyFile">Its signing key.</param>
/// <param name="Folder">Its published tiles and checkpoints.</param>
internal sealed record LedgerLogOptions(string Origin, string KeyFile, string Folder)
{
    /// <summary>The last head that this process signed; beside the key unless it is said otherwise. Replicas that share a key have one each.</summary>
    public string HeadFile { get; init; } = KeyFile + ".head";

    /// <summary>Who cosigns its checkpoints; null for nobody.</summary>
    public WitnessOptions? Witness { get; init; }

    /// <summary>At most so many events in one group: few enough that they are held in memory without being felt.</summary>
    public int MostInGroup { get; init; } = 2000;

    /// <summary>Between two checkpoints, so that each is worth its syncs to the disk.</summary>
    public TimeSpan BetweenCheckpoints { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often it is looked for events of replicas that died.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>A witness of the log (C2SP tlog-witness).</summary>
/// <param name="Url">Its submission prefix.</param>
/// <param name="Key">Its verifier key; no other signature counts as its own.</param>
internal sealed record WitnessOptions(Uri Url, NoteVerifierKey Key)
{
    /// <summary>For one question, its answer included. The start waits so long for a witness, once; nothing else waits for it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Before it is asked again after it did not answer, twice as long each time up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
