using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandoffSaga.Status.Views;

/// <summary>A ledger entry, sent as its unchanged canonical bytes, so that its hash can be computed from the answer.</summary>
[JsonConverter(typeof(LedgerEntryViewConverter))]
internal sealed record LedgerEntryView(ReadOnlyMemory<byte> Canonical);

internal sealed class LedgerEntryViewConverter : JsonConverter<LedgerEntryView>
{
    public override LedgerEntryView Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var entry = JsonDocument.ParseValue(ref reader);
        return new(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(entry.RootElement).ToArray());
    }

    public override void Write(Utf8JsonWriter writer, LedgerEntryView value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Canonical.Span, skipInputValidation: true);
}
