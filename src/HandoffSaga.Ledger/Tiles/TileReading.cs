namespace HandoffSaga.Ledger;

/// <summary>Reads tiles from a source that may have deleted partial tiles once the full ones existed, as tlog-tiles allows.</summary>
public static class TileReading
{
    /// <summary>The resource that holds the current checkpoint.</summary>
    public const string CheckpointResource = "checkpoint";

    /// <summary>
    /// A tile or bundle, cut from the full one where only that exists. Null when the source has neither, or one of the wrong size.
    /// </summary>
    public static async ValueTask<byte[]?> ReadTile(this ITileSource source, TilePath tile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var bytes = await source.Read(tile.ToString(), cancellationToken);
        if (bytes is not null)
            return tile.HoldsEntries || bytes.Length == tile.Width * LedgerHash.Size ? bytes : null;
        if (tile.IsFull || await source.Read(tile.Full.ToString(), cancellationToken) is not { } full)
            return null;
        if (tile.HoldsEntries)
            return EntryBundle.Beginning(full, tile.Width);
        return full.Length == TilePath.FullWidth * LedgerHash.Size ? full[..(tile.Width * LedgerHash.Size)] : null;
    }
}
