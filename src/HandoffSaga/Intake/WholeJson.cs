using System.Text.Json;

namespace HandoffSaga.Intake;

/// <summary>Tells a whole JSON document from the beginning of one, and from anything else.</summary>
internal static class WholeJson
{
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
