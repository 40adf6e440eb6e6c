using System.Text.Json;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>Reads a receipt's members by type and remembers the first that is not as it must be.</summary>
internal sealed class ReceiptMembers(JsonElement receipt)
{
    public string? Fault { get; private set; }

    public string? Text(string name, bool required)
    {
        if (Member(name) is not { } member)
            return required ? Refuse($"{name} is missing") : null;

        return member.ValueKind == JsonValueKind.String ? member.GetString() : Refuse($"{name} is not a string");
    }

    /// <summary>A string that will be stored and shown as it is.</summary>
    public string? Name(string name)
    {
        var text = Text(name, required: false);
        if (text is null)
            return null;
        if (text.Length > ReceiptParser.MaxNameLength)
            return Refuse($"{name} has more than {ReceiptParser.MaxNameLength} characters");

        return text.Any(char.IsControl) ? Refuse($"{name} has control characters") : text;
    }

    public Disposition Disposition()
    {
        if (DispositionNames.Vocabulary.Find(Text("disposition", required: true)) is { } disposition)
            return disposition;

        Refuse($"disposition is none of {string.Join(", ", DispositionNames.Vocabulary.Names)}");
        return Receipts.Disposition.Rejected;
    }

    public bool Flag(string name)
    {
        if (Member(name) is not { } member)
            return false;
        if (member.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse($"{name} is not true or false");

        return member.ValueKind == JsonValueKind.True;
    }

    public int? Attempt()
    {
        if (Member("attempt") is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var attempt) && attempt > 0)
            return attempt;

        Refuse("attempt is not a whole number from 1");
        return null;
    }

    /// <summary>No fault of the receipt, whatever it is: a delivery is not undone by what a hub says of the ledger.</summary>
    public ReportedHead? Head(string name) => Member(name) is { } member ? ReportedHead.Read(member) : null;

    private JsonElement? Member(string name) =>
        receipt.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private string? Refuse(string fault)
    {
        Fault ??= fault;
        return null;
    }
}
