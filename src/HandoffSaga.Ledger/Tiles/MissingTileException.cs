namespace HandoffSaga.Ledger;

/// <summary>A tile that a checkpoint promises is not there, or is not what it must be.</summary>
/// <param name="tile">Which.</param>
public sealed class MissingTileException(TilePath tile) : Exception($"{tile} is missing or has the wrong size.")
{
    /// <summary>Which tile.</summary>
    public TilePath Tile => tile;
}
