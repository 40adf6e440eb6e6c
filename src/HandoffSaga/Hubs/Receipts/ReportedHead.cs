using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Ledger;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>The ledger checkpoint that a receipt names: the three members of the vault package's <c>audit_chain</c>, sent back.</summary>
internal abstract record ReportedHead
{
    /// <summary>The receipt's member.</summary>
    public const string Member = "ledger_head_seen";

    private const int RootLength = LedgerHash.Size * 2;

    private ReportedHead() { }

    /// <summary>A head, well-formed but not yet compared with the ledger.</summary>
    public sealed record Claimed(string Origin, long Size, string Root) : ReportedHead;

    /// <summary>It cannot be read as a head.</summary>
    /// <param name="Problem">One line for the hub's developers, free of control characters.</param>
    public sealed record Malformed(string Problem) : ReportedHead;

    /// <summary>Reads the member strictly; null when it names none, as before the ledger's first checkpoint.</summary>
    public static ReportedHead? Read(JsonElement head)
    {
        if (head.ValueKind != JsonValueKind.Object)
            return new Malformed($"{Member} is not an object");
        if (IsNull(head, "ledger_size") && IsNull(head, "ledger_root"))
            return null;
        if (
            Text(head, "ledger_origin") is not { Length: > 0 and <= ReceiptParser.MaxNameLength } origin
            || PrintableText.Escape(origin) != origin
        )
        {
            return new Malformed($"ledger_origin is not a printable string of up to {ReceiptParser.MaxNameLength} characters");
        }

        if (
            !head.TryGetProperty("ledger_size", out var sized)
            || sized.ValueKind != JsonValueKind.Number
            || !sized.TryGetInt64(out var size)
            || size is < 0 or > CanonicalObjectBuilder.LargestInteger
        )
        {
            return new Malformed("ledger_size is not a whole number from 0");
        }

        return Text(head, "ledger_root") is { Length: RootLength } root && root.All(char.IsAsciiHexDigitLower)
            ? new Claimed(origin, size, root)
            : new Malformed($"ledger_root is not {RootLength} characters of lower-case hex");
    }

    private static bool IsNull(JsonElement head, string name) =>
        !head.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement head, string name)
    {
        try
        {
            return head.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
