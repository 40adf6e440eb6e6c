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
            if (!reader.Read() || !reader.TrySkip())
                return false;
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
