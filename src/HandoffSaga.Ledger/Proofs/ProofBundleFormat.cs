using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HandoffSaga.Ledger;

/// <summary>
/// The file of a <see cref="ProofBundle"/>: <c>{"format": "handoff-ledger-proof/v1", "package_id", "checkpoint": the signed note,
/// "entries": [{"index", "entry": the canonical text that is hashed, "proof": [base64]}]}</c>. Entry and note are strings, so that a reader
/// in any language hashes exactly what was logged.
/// </summary>
public static class ProofBundleFormat
{
    /// <summary>The value of the file's <c>format</c> member.</summary>
    public const string Name = "handoff-ledger-proof/v1";

    /// <summary>The largest file that is read, 64 MiB.</summary>
    public const int LongestBytes = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file.</summary>
    public static byte[] Write(ProofBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", Name);
            json.WriteString("package_id", bundle.PackageId);
            json.WriteString("checkpoint", bundle.Checkpoint);
            json.WriteStartArray("entries");
            foreach (var entry in bundle.Entries)
                Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        return output.ToArray();
    }

    /// <summary>Reads a file without verifying it.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> file,
        [NotNullWhen(true)] out ProofBundle? bundle,
        [NotNullWhen(false)] out string? problem
    )
    {
        bundle = null;
        problem = file.Length > LongestBytes ? $"The file has {file.Length} bytes; at most {LongestBytes} are read." : null;
        if (problem is not null)
            return false;
        try
        {
            using var document = JsonDocument.Parse(file, Strict);
            bundle = Read(document.RootElement);
            return true;
        }
        catch (Exception malformed)
            when (malformed
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or EncoderFallbackException
            )
        {
            problem = $"The file is not a {Name}.";
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, ProvedEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("index", entry.Index);
        json.WriteString("entry", StrictUtf8.GetString(entry.Utf8.Span));
        json.WriteStartArray("proof");
        foreach (var hash in entry.Proof)
            json.WriteStringValue(Convert.ToBase64String(hash));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ProofBundle Read(JsonElement root)
    {
        if (root.GetProperty("format").GetString() != Name)
            throw new FormatException();
        return new ProofBundle(
            Text(root, "package_id"),
            Text(root, "checkpoint"),
            [.. root.GetProperty("entries").EnumerateArray().Select(Entry)]
        );
    }

    private static ProvedEntry Entry(JsonElement entry) =>
        new(
            entry.GetProperty("index").GetInt64(),
            StrictUtf8.GetBytes(Text(entry, "entry")),
            [
                .. entry
                    .GetProperty("proof")
                    .EnumerateArray()
                    .Select(hash => StrictBase64.TryDecode(hash.GetString() ?? "", out var bytes) ? bytes : throw new FormatException()),
            ]
        );

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new FormatException();
}
