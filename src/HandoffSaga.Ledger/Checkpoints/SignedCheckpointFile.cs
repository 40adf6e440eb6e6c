using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>
/// The last checkpoint a log signed, in a file beside its key. It is written before the checkpoint is published, so that a database
/// restored from an older copy is detected.
/// </summary>
public static class SignedCheckpointFile
{
    /// <summary>Reads the checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="checkpoint">The checkpoint; null also when there is no file.</param>
    /// <param name="problem">Why the file is not a checkpoint of that log, in a sentence for people; null when there is no file.</param>
    public static bool TryRead(string path, NoteVerifierKey log, [NotNullWhen(true)] out SignedCheckpoint? checkpoint, out string? problem)
    {
        checkpoint = null;
        problem = null;
        if (!File.Exists(path))
            return false;
        var bytes = File.ReadAllBytes(path);
        if (bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            problem = $"{path} is empty: it was emptied, or the disk was full or lost power while it was written.";
            return false;
        }

        if (SignedCheckpoint.TryOpen(bytes, log, [], out checkpoint, out var wrong))
            return true;
        problem = $"{path} is cut off or damaged, it is not a checkpoint of {log.Name}: {wrong}";
        return false;
    }

    /// <summary>Writes the checkpoint and syncs it to the disk.</summary>
    public static void Write(string path, SignedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        DurableFile.Write(path, checkpoint.Note.ToBytes());
    }
}
