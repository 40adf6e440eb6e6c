using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Backups;

/// <summary>The newest checkpoint that a ledger is known to have signed, by its files.</summary>
internal static class SignedState
{
    /// <summary>Null when nothing was signed.</summary>
    /// <param name="headFile">The file with the last signed checkpoint.</param>
    /// <param name="folder">The published ledger.</param>
    /// <param name="key">Whose signatures count.</param>
    /// <param name="problem">Which file cannot be read, and why; null when all can.</param>
    public static SignedCheckpoint? Of(string headFile, string folder, NoteVerifierKey key, out string? problem)
    {
        SignedCheckpointFile.TryRead(headFile, key, out var newest, out problem);
        if (problem is not null)
            return null;
        SignedCheckpointFile.TryRead(Path.Combine(folder, TileReading.CheckpointResource), key, out var shown, out problem);
        if (problem is not null)
            return null;
        if (shown is not null && shown.Checkpoint.Size > (newest?.Checkpoint.Size ?? 0))
            newest = shown;
        foreach (var (size, note) in PublishedCheckpoints.In(folder))
        {
            if (size > (newest?.Checkpoint.Size ?? 0) && SignedCheckpoint.TryOpen(note, key, [], out var published, out _))
                newest = published;
        }

        return newest;
    }

    /// <summary>The verifier key of a key file; null when there is no file.</summary>
    /// <param name="file">The key file.</param>
    /// <param name="origin">The ledger's name.</param>
    /// <param name="problem">Why the file is not that key; null when there is no file.</param>
    public static NoteVerifierKey? Key(string file, string origin, out string? problem)
    {
        if (!NoteKeyFile.TryRead(file, origin, NoteKeyType.Ed25519, out var key, out problem))
            return null;
        using (key)
            return key.VerifierKey;
    }
}
