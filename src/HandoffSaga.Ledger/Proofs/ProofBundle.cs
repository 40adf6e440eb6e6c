namespace HandoffSaga.Ledger;

/// <summary>
/// Proves a package's history to anyone who has the log's public key: its entries, their inclusion proofs, and the checkpoint they are
/// proved against. It is a JSON file, see <see cref="ProofBundleFormat"/>.
/// </summary>
/// <param name="PackageId">The package.</param>
/// <param name="Checkpoint">The signed note of the checkpoint, as published.</param>
/// <param name="Entries">The entries, in the order of the log.</param>
public sealed record ProofBundle(string PackageId, string Checkpoint, IReadOnlyList<ProvedEntry> Entries)
{
    /// <summary>Creates one from a published log.</summary>
    /// <param name="packageId">The package.</param>
    /// <param name="checkpoint">A checkpoint of the log.</param>
    /// <param name="tiles">The log's tiles, of at least that size.</param>
    /// <param name="indexes">The indexes of the package's entries; those beyond the checkpoint are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A tile is missing.</exception>
    public static async Task<ProofBundle> Build(
        string packageId,
        SignedCheckpoint checkpoint,
        ITileSource tiles,
        IEnumerable<long> indexes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(indexes);
        var tree = new TreeTiles(tiles, checkpoint.Checkpoint.Size);
        var entries = new List<ProvedEntry>();
        foreach (var index in indexes.Where(index => index < tree.Size).Order())
        {
            var entry = await tree.Entry(index, cancellationToken);
            entries.Add(new ProvedEntry(index, entry, await tree.ProveInclusion(index, cancellationToken)));
        }

        return new ProofBundle(packageId, checkpoint.Note.ToString(), entries);
    }
}

/// <summary>One entry with its proof.</summary>
/// <param name="Index">Its index in the log, from 0.</param>
/// <param name="Utf8">Its canonical bytes.</param>
/// <param name="Proof">The hashes of its inclusion proof, from the leaf up.</param>
public sealed record ProvedEntry(long Index, ReadOnlyMemory<byte> Utf8, IReadOnlyList<byte[]> Proof);
