using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Ledger;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>The ledger checkpoint that a receipt names: the three members of the vault package's <c>audit_chain</c>, sent back.</summary>
internal abstract record ReportedCheckpoint
{
    /// <summary>The receipt's member.</summary>
    public const string Member = "ledger_head_seen";

    private const int RootLength = LedgerHash.Size * 2;

    private ReportedCheckpoint() { }

    /// <summary>A checkpoint, well-formed but not yet compared with the ledger.</summary>
    public sealed record Claimed(string Origin, long Size, string Root) : ReportedCheckpoint;

    /// <summary>It cannot be read as a checkpoint.</summary>
    /// <param name="Problem">One line for the hub's developers, free of control characters.</param>
    public sealed record Malformed(string Problem) : ReportedCheckpoint;

    /// <summary>Reads the member strictly; null when it names none, as before the ledger's first checkpoint.</summary>
    public static ReportedCheckpoint? Read(JsonElement checkpoint)
    {
        if (checkpoint.ValueKind != JsonValueKind.Object)
            return new Malformed($"{Member} is not an object");
        if (IsNull(checkpoint, "ledger_size") && IsNull(checkpoint, "ledger_root"))
            return null;
        if (
            Text(checkpoint, "ledger_origin") is not { Length: > 0 and <= ReceiptParser.MaxNameLength } origin
            || PrintableText.Escape(origin) != origin
        )
        {
            return new Malformed($"ledger_origin is not a printable string of up to {ReceiptParser.MaxNameLength} characters");
        }

        if (
            !checkpoint.TryGetProperty("ledger_size", out var sized)
            || sized.ValueKind != JsonValueKind.Number
            || !sized.TryGetInt64(out var size)
            || size is < 0 or > CanonicalObjectBuilder.LargestInteger
        )
        {
            return new Malformed("ledger_size is not a whole number from 0");
        }

        return Text(checkpoint, "ledger_root") is { Length: RootLength } root && root.All(char.IsAsciiHexDigitLower)
            ? new Claimed(origin, size, root)
            : new Malformed($"ledger_root is not {RootLength} characters of lower-case hex");
    }

    private static bool IsNull(JsonElement checkpoint, string name) =>
        !checkpoint.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement checkpoint, string name)
    {
        try
        {
            return checkpoint.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
