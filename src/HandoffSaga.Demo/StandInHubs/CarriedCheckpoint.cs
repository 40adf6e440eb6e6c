using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>The checkpoint of the station's ledger that a vault package carries. A hub keeps it and reports it in its receipt.</summary>
internal sealed record CarriedCheckpoint(string Origin, long Size, string Root)
{
    /// <summary>A root that no ledger has.</summary>
    public const string AnotherRoot = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The checkpoint in the package; null where it carries none.</summary>
    public static CarriedCheckpoint? In(ReadOnlyMemory<byte> package)
    {
        try
        {
            using var document = JsonDocument.Parse(package);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("audit_chain", out var chain)
                && chain.ValueKind == JsonValueKind.Object
                && chain.TryGetProperty("ledger_origin", out var origin)
                && origin.ValueKind == JsonValueKind.String
                && chain.TryGetProperty("ledger_size", out var sized)
                && sized.ValueKind == JsonValueKind.Number
                && sized.TryGetInt64(out var size)
                && chain.TryGetProperty("ledger_root", out var root)
                && root.ValueKind == JsonValueKind.String
                ? new CarriedCheckpoint(origin.GetString()!, size, root.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("ledger_head_seen");
        json.WriteString("ledger_origin", Origin);
        json.WriteNumber("ledger_size", Size);
        json.WriteString("ledger_root", Root);
        json.WriteEndObject();
    }
}
