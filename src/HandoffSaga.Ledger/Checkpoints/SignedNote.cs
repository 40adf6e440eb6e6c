using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>
/// A text with the signatures under it (C2SP signed-note). Reading one does not check the signatures: only <see cref="Verify"/> does.
/// </summary>
/// <param name="Text">The signed text, including its final newline.</param>
/// <param name="Signatures">The signature lines, in their order; at least one once it is read.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>The most bytes that are read as a note, 1 MiB.</summary>
    public const int LongestBytes = 1024 * 1024;

    /// <summary>The most signatures that are read, 100; the specification requires at least 16.</summary>
    public const int MostSignatures = 100;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a note: valid UTF-8, no control character but newline, text, empty line, signature lines.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out SignedNote? note,
        [NotNullWhen(false)] out string? problem
    )
    {
        note = null;
        problem = Shape(bytes, out var all);
        if (problem is not null)
            return false;

        var blank = all!.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || !all.EndsWith('\n') || blank + 2 == all.Length)
        {
            problem = "A note is a text, an empty line and signatures, each line ending in a newline.";
            return false;
        }

        var lines = all[(blank + 2)..^1].Split('\n');
        var signatures = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (!NoteSignature.TryParse(line, out var signature))
            {
                problem = $"Line {signatures.Count + 1} after the empty line is not a signature.";
                return false;
            }

            signatures.Add(signature);
        }

        problem =
            signatures.Count > MostSignatures ? $"The note has {signatures.Count} signatures; at most {MostSignatures} are read." : null;
        note = problem is null ? new SignedNote(all[..(blank + 1)], signatures) : null;
        return note is not null;
    }

    /// <summary>
    /// The signatures of the given keys, each verified. An invalid signature of a known key makes the whole note invalid; those of unknown
    /// keys are ignored.
    /// </summary>
    public bool Verify(
        IEnumerable<NoteVerifierKey> keys,
        out IReadOnlyList<NoteSignature> verified,
        [NotNullWhen(false)] out string? problem
    )
    {
        var known = keys.ToDictionary(key => (key.Name, key.Id));
        var good = new List<NoteSignature>();
        verified = good;
        foreach (var signature in Signatures)
        {
            if (!known.TryGetValue((signature.KeyName, signature.KeyId), out var key))
                continue;
            if (!key.Verify(Text, signature))
            {
                problem = $"The signature of {signature.KeyName} is not valid for the text.";
                return false;
            }

            good.Add(signature);
        }

        problem = good.Count == 0 ? "No trusted key has signed it." : null;
        return problem is null;
    }

    /// <summary>The note as it is published.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    /// <inheritdoc cref="ToBytes"/>
    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(signature => signature + "\n"));

    private static string? Shape(ReadOnlySpan<byte> bytes, out string? all)
    {
        all = null;
        if (bytes.Length > LongestBytes)
            return $"The note has {bytes.Length} bytes; at most {LongestBytes} are read.";
        if (bytes.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
        {
            foreach (var value in bytes)
            {
                if (value < 0x20 && value != '\n')
                    return "The note contains a control character.";
            }
        }

        try
        {
            all = StrictUtf8.GetString(bytes);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return "The note is not valid UTF-8.";
        }
    }
}
