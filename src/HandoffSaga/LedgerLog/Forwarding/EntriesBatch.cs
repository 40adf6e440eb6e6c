using System.Text.Encodings.Web;
using System.Text.Json;
using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// A batch of entries for SMART-Ledger (docs/wire.md section 3): consecutive, each in exactly the bytes that were logged, with a checkpoint
/// that covers them all.
/// </summary>
internal sealed class EntriesBatch(SignedCheckpoint checkpoint, long firstIndex)
{
    /// <summary>The largest number of entries in one batch.</summary>
    public const int MostEntries = 256;

    /// <summary>The total size at which a batch is closed; a single entry always fits.</summary>
    public const int EnoughBytes = 1024 * 1024;

    private static readonly JsonWriterOptions AsLogged = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<byte[]> _entries = [];
    private int _bytes;

    public string Origin => checkpoint.Checkpoint.Origin;

    public long FirstIndex => firstIndex;

    /// <summary>The index after its last entry.</summary>
    public long NextIndex => firstIndex + _entries.Count;

    public int Count => _entries.Count;

    /// <summary>Adds one more entry; false when it would exceed a limit.</summary>
    public bool TryAdd(byte[] entry, int most)
    {
        if (_entries.Count >= most || (_entries.Count > 0 && _bytes + entry.Length > EnoughBytes))
            return false;
        _entries.Add(entry);
        _bytes += entry.Length;
        return true;
    }

    /// <summary>The body as it is sent.</summary>
    public byte[] ToUtf8()
    {
        using var body = new MemoryStream(_bytes + 1024);
        using (var json = new Utf8JsonWriter(body, AsLogged))
        {
            json.WriteStartObject();
            json.WriteString("origin", Origin);
            json.WriteNumber("first_index", firstIndex);
            json.WriteStartArray("entries");
            foreach (var entry in _entries)
                json.WriteRawValue(entry, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteString("checkpoint", checkpoint.Note.ToString());
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
