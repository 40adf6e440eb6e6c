using System.Text.RegularExpressions;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>
/// The names by which a receipt is recognized where it is not as it must be: in another spelling, in an array, inside another member, in
/// text. The members <c>attempt</c>, <c>received_at</c> and <c>signature</c> are common in other answers too, and are not among them.
/// </summary>
internal static partial class ReceiptNames
{
    private static readonly string[] All =
    [
        "transfer_id",
        "leg",
        "disposition",
        "payload_sha256",
        "receipt_id",
        "received_by",
        "reason",
        "retryable",
        ReportedCheckpoint.Member,
    ];

    private static readonly Dictionary<string, string> ByLetters = All.ToDictionary(Letters, StringComparer.Ordinal);

    private static readonly int Longest = All.Max(name => name.Length) + 4;

    /// <summary>The member of a receipt that a name means, in any spelling; null for any other name.</summary>
    public static string? Find(string name) => name.Length > Longest ? null : ByLetters.GetValueOrDefault(Letters(name));

    /// <summary>Whether text that is not JSON has members of a receipt: broken JSON, YAML, a form, XML.</summary>
    public static bool AreIn(ReadOnlySpan<char> text) => Written().IsMatch(text);

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    // Without leg and reason, which are words of plain text too.
    [GeneratedRegex(
        """(disposition|transfer[_-]?id|payload[_-]?sha[_-]?256|receipt[_-]?id|received[_-]?by|retryable|ledger[_-]?head[_-]?seen)(["'\\>]|\s*[:=])""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Written();
}
