using System.Text.Json;

namespace HandoffSaga.Durability;

/// <summary>Message headers as JSON. Most messages have none, and those cost nothing.</summary>
internal static class StoredHeaders
{
    public static string? ToJson(IEnumerable<KeyValuePair<string, object>> headers)
    {
        Dictionary<string, object>? stored = null;
        foreach (var header in headers)
            (stored ??= [])[header.Key] = header.Value;
        return stored is null ? null : JsonSerializer.Serialize(stored);
    }

    public static IEnumerable<KeyValuePair<string, object>> FromJson(string json)
    {
        using var stored = JsonDocument.Parse(json);
        foreach (var header in stored.RootElement.EnumerateObject())
        {
            if (Value(header.Value) is { } value)
                yield return new(header.Name, value);
        }
    }

    public static object? Value(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
            JsonValueKind.Null => null,
            _ => element.GetRawText(),
        };
}
