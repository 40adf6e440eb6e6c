using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>
/// Stores the last checkpoint a witness cosigned for each log: one file per log, named by the SHA-256 of its origin, written atomically and
/// synced. If it is lost, the witness can be made to cosign a fork.
/// </summary>
/// <param name="folder">The folder. Only one witness may use it at a time.</param>
public sealed class WitnessFolder(string folder)
{
    /// <summary>The last one as it was cosigned, or null.</summary>
    public byte[]? LastNote(string origin)
    {
        var path = PathOf(origin);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>The last one of an origin, or null.</summary>
    /// <exception cref="InvalidDataException">The file exists but is not a checkpoint of that log: the witness must not continue as if it
    /// had cosigned nothing.</exception>
    public Checkpoint? Last(string origin)
    {
        if (LastNote(origin) is not { } bytes)
            return null;
        if (SignedNote.TryParse(bytes, out var note, out var problem) && Checkpoint.TryParse(note.Text, out var checkpoint, out problem))
        {
            if (checkpoint.Origin == origin)
                return checkpoint;
            problem = "It is about another log.";
        }

        throw new InvalidDataException($"{PathOf(origin)} does not hold the last checkpoint of {origin}: {problem}");
    }

    /// <summary>Stores one durably, before it is published.</summary>
    public void Remember(SignedCheckpoint cosigned)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        DurableFile.Write(PathOf(cosigned.Checkpoint.Origin), cosigned.Note.ToBytes());
    }

    private string PathOf(string origin) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin))), "checkpoint");
}
