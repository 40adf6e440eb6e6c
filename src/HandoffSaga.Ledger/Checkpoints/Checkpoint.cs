using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>The size and root of a log at one moment (C2SP tlog-checkpoint); what the log signs.</summary>
/// <param name="Origin">Which log.</param>
/// <param name="Size">How many entries it has.</param>
/// <param name="Root">The RFC 6962 root over them, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <summary>Extension lines after the root, opaque, without their newlines. This log writes none.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>
    /// Reads the text of a checkpoint: non-empty lines, the size without leading zeros, the root in 32 bytes of strict base64.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TryRead(text, out checkpoint, out problem))
            problem = checkpoint.EmptyRootProblem();
        if (problem is not null)
            checkpoint = null;
        return checkpoint is not null;
    }

    /// <summary>Why the root of an empty log is wrong, in a sentence for people; null for every other checkpoint.</summary>
    internal string? EmptyRootProblem() =>
        Size == 0 && !LedgerHash.EmptyRoot.SequenceEqual(Root.Span) ? "The root of an empty log is that of the empty tree." : null;

    /// <summary>Reads the format only: a witness must distinguish an impossible root from an unreadable text.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? problem)
    {
        checkpoint = null;
        var lines = text.EndsWith('\n') ? text[..^1].Split('\n') : [];
        if (lines.Length < 3 || lines.Any(line => line.Length == 0))
        {
            problem = "A checkpoint has at least three lines, none of them empty: origin, size, root.";
            return false;
        }

        if (!DecimalText.TryRead(lines[1], out var size))
        {
            problem = "The second line of the checkpoint is not a size.";
            return false;
        }

        if (!StrictBase64.TryDecode(lines[2], out var root) || root.Length != LedgerHash.Size)
        {
            problem = "The third line of the checkpoint is not a root hash.";
            return false;
        }

        checkpoint = new Checkpoint(lines[0], size, root) { Extensions = lines[3..] };
        problem = null;
        return true;
    }

    /// <summary>The text that is signed.</summary>
    public override string ToString() =>
        $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n{string.Concat(Extensions.Select(line => line + "\n"))}";
}
