namespace HandoffSaga.Ledger;

/// <summary>What can be wrong with a log.</summary>
public enum LedgerFindingKind
{
    /// <summary>A checkpoint cannot be read, or its signature does not fit.</summary>
    BadCheckpoint,

    /// <summary>
    /// A checkpoint that was signed does not fit the entries, or two of one size differ: the log was forked, or history was changed.
    /// </summary>
    ForkedCheckpoint,

    /// <summary>A tile or bundle that the checkpoint promises is not there, or has the wrong size.</summary>
    MissingTile,

    /// <summary>A stored hash is not the hash of what stands below it: an entry or a tile was changed.</summary>
    BadHash,

    /// <summary>The tree has a leaf whose entry is not there.</summary>
    MissingEvent,

    /// <summary>An entry is there that has no leaf in the tree.</summary>
    EventWithoutLeaf,

    /// <summary>An entry is not in canonical form, or lacks a member.</summary>
    UnreadableEntry,

    /// <summary>One event stands in the log twice.</summary>
    RepeatedEvent,

    /// <summary>An entry of an audit trail is missing, or stands twice or in the wrong place.</summary>
    TrailGap,

    /// <summary>An entry of an audit trail names another predecessor than the one it has.</summary>
    BrokenTrail,
}

/// <summary>Something that is wrong, and where.</summary>
/// <param name="Kind">What.</param>
/// <param name="Where">The place: a tile, a bundle, a checkpoint, a trail.</param>
/// <param name="Index">The entry's index, from 0; null where no single entry is meant.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record LedgerFinding(LedgerFindingKind Kind, string Where, long? Index, string Message);
