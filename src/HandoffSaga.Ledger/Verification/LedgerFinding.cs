namespace HandoffSaga.Ledger;

/// <summary>The kinds of defects a verification finds.</summary>
public enum LedgerFindingKind
{
    /// <summary>A checkpoint cannot be read, or its signature is invalid.</summary>
    BadCheckpoint,

    /// <summary>
    /// A signed checkpoint does not match the entries, or two of one size differ: the log was forked, or history was changed.
    /// </summary>
    ForkedCheckpoint,

    /// <summary>A tile or bundle that the checkpoint covers is missing or has the wrong size.</summary>
    MissingTile,

    /// <summary>A stored hash is not the hash of what is below it: an entry or a tile was changed.</summary>
    BadHash,

    /// <summary>The tree has a leaf whose entry is missing.</summary>
    MissingEvent,

    /// <summary>An entry has no leaf in the tree.</summary>
    EventWithoutLeaf,

    /// <summary>An entry is not in canonical form, or lacks a member.</summary>
    UnreadableEntry,

    /// <summary>One event is in the log twice.</summary>
    RepeatedEvent,

    /// <summary>An entry of an audit trail is missing, duplicated or in the wrong place.</summary>
    TrailGap,

    /// <summary>An entry of an audit trail names the wrong predecessor.</summary>
    BrokenTrail,
}

/// <summary>A defect and its place.</summary>
/// <param name="Kind">The kind of defect.</param>
/// <param name="Where">The place: a tile, a bundle, a checkpoint, a trail.</param>
/// <param name="Index">The entry's index, from 0; null where it is not about a single entry.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record LedgerFinding(LedgerFindingKind Kind, string Where, long? Index, string Message);
