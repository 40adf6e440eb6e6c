using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>
/// A log's request to a witness (C2SP tlog-witness, <c>add-checkpoint</c>): the new checkpoint, and the proof that it continues the one of
/// <paramref name="OldSize"/> that the witness cosigned last.
/// </summary>
/// <param name="OldSize">The size of the checkpoint the witness cosigned last; 0 when none.</param>
/// <param name="Proof">The consistency proof from there; empty from 0.</param>
/// <param name="Note">The signed checkpoint.</param>
public sealed record AddCheckpoint(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Note)
{
    /// <summary>The content type of a conflict answer, which contains the size the witness knows.</summary>
    public const string SizeContentType = "text/x.tlog.size";

    /// <summary>The most hashes a proof may have, which is the number of levels of the largest tree.</summary>
    public const int LongestProof = 63;

    /// <summary>Reads a request body.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out AddCheckpoint? request,
        [NotNullWhen(false)] out string? problem
    )
    {
        request = null;
        var blank = body.IndexOf("\n\n"u8);
        if (blank < 0)
        {
            problem = "A request is the line \"old SIZE\", the proof, an empty line and the checkpoint.";
            return false;
        }

        var lines = Encoding.Latin1.GetString(body[..blank]).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || !DecimalText.TryRead(lines[0].AsSpan(4), out var oldSize))
        {
            problem = "The first line is not \"old SIZE\".";
            return false;
        }

        if (lines.Length - 1 > LongestProof)
        {
            problem = $"The proof has {lines.Length - 1} hashes; at most {LongestProof} are read.";
            return false;
        }

        var proof = new byte[lines.Length - 1][];
        for (var i = 0; i < proof.Length; i++)
        {
            if (!StrictBase64.TryDecode(lines[i + 1], out var hash) || hash.Length != LedgerHash.Size)
            {
                problem = $"Line {i + 2} is not a hash.";
                return false;
            }

            proof[i] = hash;
        }

        if (!SignedNote.TryParse(body[(blank + 2)..], out var note, out problem))
            return false;
        request = new AddCheckpoint(oldSize, proof, note);
        return true;
    }

    /// <summary>The request body.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder().Append("old ").Append(OldSize).Append('\n');
        foreach (var hash in Proof)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return Encoding.UTF8.GetBytes(text.Append('\n').Append(Note).ToString());
    }
}
