using System.Globalization;
using System.Text.Json;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>Reads a receipt's members by type and keeps the first fault.</summary>
internal sealed class ReceiptMembers(JsonElement receipt)
{
    public string? Fault { get; private set; }

    public string? Text(string name, bool required)
    {
        if (Member(name) is not { } member)
            return required ? Reject($"{name} is missing") : null;

        return member.ValueKind == JsonValueKind.String ? member.GetString() : Reject($"{name} is not a string");
    }

    /// <summary>
    /// A string that will be stored and shown as it is. It decides nothing, so a number is read as text and anything else is ignored.
    /// </summary>
    public string? Name(string name)
    {
        var text = Loose(name);
        if (text is null)
            return null;
        if (text.Length > ReceiptParser.MaxNameLength)
            return Reject($"{name} has more than {ReceiptParser.MaxNameLength} characters");

        return text.Any(char.IsControl) ? Reject($"{name} has control characters") : text;
    }

    /// <summary>Why the hub rejected the package, for people: JSON of any kind is better than nothing.</summary>
    public string? Reason() => Loose("reason") ?? Member("reason")?.GetRawText();

    public Disposition Disposition()
    {
        if (DispositionNames.Vocabulary.Find(Text("disposition", required: true)) is { } disposition)
            return disposition;

        Reject($"disposition is not one of {string.Join(", ", DispositionNames.Vocabulary.Names)}");
        return Receipts.Disposition.Rejected;
    }

    /// <summary>Whether a rejection may be overcome. It decides only about a rejection, so only there it must be readable.</summary>
    public bool Retryable(Disposition disposition)
    {
        if (disposition != Receipts.Disposition.Rejected || Member("retryable") is not { } member)
            return false;
        if (member.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return member.GetBoolean();
        if (member.ValueKind == JsonValueKind.String && bool.TryParse(member.GetString(), out var retryable))
            return retryable;

        Reject("retryable is not true or false");
        return false;
    }

    /// <summary>The attempt it echoes; null for the newest, also where it is not a number from 1.</summary>
    public int? Attempt() =>
        int.TryParse(Loose("attempt"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : null;

    /// <summary>Never a fault of the receipt: what a hub says about the ledger must not undo a delivery.</summary>
    public ReportedCheckpoint? Head(string name) => Member(name) is { } member ? ReportedCheckpoint.Read(member) : null;

    /// <summary>A string, or a number as it is written.</summary>
    private string? Loose(string name) =>
        Member(name) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

    private JsonElement? Member(string name) =>
        receipt.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private string? Reject(string fault)
    {
        Fault ??= fault;
        return null;
    }
}
