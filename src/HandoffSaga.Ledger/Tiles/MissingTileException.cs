namespace HandoffSaga.Ledger;

/// <summary>A tile that a checkpoint covers is missing or has the wrong size.</summary>
/// <param name="tile">The tile.</param>
public sealed class MissingTileException(TilePath tile) : Exception($"{tile} is missing or has the wrong size.")
{
    /// <summary>The tile.</summary>
    public TilePath Tile => tile;
}
