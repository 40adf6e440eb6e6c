using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>
/// The last checkpoint a witness cosigned for each log: one file for each, named by the SHA-256 of its origin, written whole and synced.
/// Once it is lost, the witness can be made to vouch for a fork.
/// </summary>
/// <param name="folder">Where. One witness uses it at a time.</param>
public sealed class WitnessFolder(string folder)
{
    /// <summary>The last one as it was cosigned, or null.</summary>
    public byte[]? LastNote(string origin)
    {
        var path = PathOf(origin);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>The last one of an origin, or null.</summary>
    /// <exception cref="InvalidDataException">The file is there and is no checkpoint of that log: a witness must not go on as if it had
    /// seen nothing.</exception>
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

    /// <summary>Remembers one, durably, before anyone hears of it.</summary>
    public void Remember(SignedCheckpoint cosigned)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        DurableFile.Write(PathOf(cosigned.Checkpoint.Origin), cosigned.Note.ToBytes());
    }

    private string PathOf(string origin) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin))), "checkpoint");
}
