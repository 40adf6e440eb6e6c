using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>
/// The last head a log signed, in a file beside its key: written before anyone sees the head, so that a database that was restored from an
/// older copy shows itself.
/// </summary>
public static class SignedHeadFile
{
    /// <summary>Reads the head.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="head">The head; null also when there is no file.</param>
    /// <param name="problem">Why the file is no head of that log, in a sentence for people; null when there is no file.</param>
    public static bool TryRead(string path, NoteVerifierKey log, [NotNullWhen(true)] out SignedCheckpoint? head, out string? problem)
    {
        head = null;
        problem = null;
        if (!File.Exists(path))
            return false;
        if (SignedCheckpoint.TryOpen(File.ReadAllBytes(path), log, [], out head, out var wrong))
            return true;
        problem = $"{path} is no head of {log.Name}: {wrong}";
        return false;
    }

    /// <summary>Writes the head, synced.</summary>
    public static void Write(string path, SignedCheckpoint head)
    {
        ArgumentNullException.ThrowIfNull(head);
        DurableFile.Write(path, head.Note.ToBytes());
    }
}
