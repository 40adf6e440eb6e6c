using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>Writes a document as JSON: members in the order of the file, numbers with the digits they were written with.</summary>
internal static class YamlJson
{
    private static readonly JsonWriterOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> Write(YamlMapping top)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, AsWritten))
            Write(json, top);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, YamlValue value)
    {
        switch (value)
        {
            case YamlText text:
                json.WriteStringValue(text.Text);
                break;
            case YamlNumber number:
                json.WriteRawValue(number.Json, skipInputValidation: true);
                break;
            case YamlTruth truth:
                json.WriteBooleanValue(truth.Value);
                break;
            case YamlSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case YamlMapping mapping:
                json.WriteStartObject();
                foreach (var member in mapping.Members)
                {
                    json.WritePropertyName(member.Key);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
