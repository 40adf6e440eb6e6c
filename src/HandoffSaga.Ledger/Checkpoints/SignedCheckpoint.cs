using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>A checkpoint that was signed, or whose signature was verified, with the log's key.</summary>
/// <param name="Checkpoint">What was signed.</param>
/// <param name="Note">The text and all its signatures, as published.</param>
/// <param name="Cosignatures">The verified signatures of known witnesses.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, SignedNote Note, IReadOnlyList<NoteSignature> Cosignatures)
{
    /// <summary>Signs a checkpoint; the key's name must be the origin.</summary>
    public static SignedCheckpoint Sign(Checkpoint checkpoint, NoteSigningKey key)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(key);
        if (key.VerifierKey.Name != checkpoint.Origin)
            throw new ArgumentException($"The key is that of {key.VerifierKey.Name}, not of {checkpoint.Origin}.", nameof(key));
        var text = checkpoint.ToString();
        return new SignedCheckpoint(checkpoint, new SignedNote(text, [key.Sign(text)]), []);
    }

    /// <summary>Reads a published checkpoint: the origin must be the key's name and its signature must be present and valid.</summary>
    /// <param name="bytes">The note.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="witnesses">Witnesses whose cosignatures are verified if present; an invalid one rejects the checkpoint.</param>
    /// <param name="opened">The checkpoint, when it is valid.</param>
    /// <param name="problem">Why it is not, in a sentence for people.</param>
    public static bool TryOpen(
        ReadOnlySpan<byte> bytes,
        NoteVerifierKey log,
        IReadOnlyCollection<NoteVerifierKey> witnesses,
        [NotNullWhen(true)] out SignedCheckpoint? opened,
        [NotNullWhen(false)] out string? problem
    )
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(witnesses);
        opened = null;
        if (!SignedNote.TryParse(bytes, out var note, out problem))
            return false;
        if (!note.Verify([log, .. witnesses], out var verified, out problem))
            return false;
        if (!verified.Any(signature => signature.KeyName == log.Name && signature.KeyId == log.Id))
        {
            problem = $"{log.Name} has not signed it.";
            return false;
        }

        if (!Checkpoint.TryParse(note.Text, out var checkpoint, out problem))
            return false;
        if (checkpoint.Origin != log.Name)
        {
            problem = $"The checkpoint is about another log than {log.Name}.";
            return false;
        }

        opened = new SignedCheckpoint(
            checkpoint,
            note,
            [.. verified.Where(signature => signature.KeyName != log.Name || signature.KeyId != log.Id)]
        );
        return true;
    }

    /// <summary>The same checkpoint with more signatures; existing ones are not repeated.</summary>
    public SignedCheckpoint With(IEnumerable<NoteSignature> cosignatures)
    {
        var lines = Note.Signatures.Select(signature => signature.ToString()).ToHashSet();
        var added = cosignatures.Where(signature => lines.Add(signature.ToString())).ToArray();
        return this with { Note = Note with { Signatures = [.. Note.Signatures, .. added] }, Cosignatures = [.. Cosignatures, .. added] };
    }
}
