using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HandoffSaga.Ledger;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>The files of a pack, and its zip. The same records give the same bytes at any time and on any machine.</summary>
internal static class PackFiles
{
    private const string Sums = "SHA256SUMS";

    // The earliest time a zip can hold.
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The whole pack.</summary>
    public static byte[] Zip(AuditSubject subject, IReadOnlyList<StationRecords> stations, byte[]? guardianJwks)
    {
        var files = Of(subject, stations, guardianJwks);
        files[Sums] = Encoding.UTF8.GetBytes(
            string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n"))
        );
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
                Add(zip, name, bytes);
        }

        return output.ToArray();
    }

    /// <summary>A station's folder name: made from its log's name, valid on every file system and unique in the pack.</summary>
    public static string Folder(int number, string origin) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"stations/{number}-{string.Concat(origin.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'))}"
        );

    private static SortedDictionary<string, byte[]> Of(AuditSubject subject, IReadOnlyList<StationRecords> stations, byte[]? guardianJwks)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["README.txt"] = Resource("README.txt"),
            ["verify.py"] = Resource("verify.py"),
            ["report.html"] = Encoding.UTF8.GetBytes(AuditReport.Html(subject, stations)),
            ["pack.json"] = Manifest(subject, stations),
        };
        if (guardianJwks is not null)
            files["keys/guardian.jwks.json"] = guardianJwks;
        for (var i = 0; i < stations.Count; i++)
        {
            var (station, folder) = (stations[i], Folder(i + 1, stations[i].Origin));
            files[$"{folder}/checkpoint"] = Encoding.UTF8.GetBytes(station.Checkpoint.Note.ToString());
            files[$"{folder}/log.vkey"] = Encoding.UTF8.GetBytes(station.Key + "\n");
            files[$"{folder}/heads.json"] = ProvedCheckpoints.Write(station.Earlier);
            foreach (var transfer in station.Transfers)
                Add(files, $"{folder}/{transfer.PackageId}", transfer);
        }

        return files;
    }

    private static void Add(SortedDictionary<string, byte[]> files, string folder, TransferRecords transfer)
    {
        files[$"{folder}/transfer.json"] = transfer.Transfer;
        files[$"{folder}/signoff.json"] = transfer.Signoff;
        files[$"{folder}/attempts.json"] = transfer.Attempts;
        files[$"{folder}/proof.json"] = ProofBundleFormat.Write(transfer.Proof);
        foreach (var (leg, body) in transfer.Packages)
            files[$"{folder}/package-{leg}.json"] = body;
    }

    private static byte[] Manifest(AuditSubject subject, IReadOnlyList<StationRecords> stations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "handoff-audit-pack/v1");
            json.WriteStartObject("subject");
            json.WriteString("kind", subject.Kind);
            json.WriteString("value", subject.Value);
            json.WriteEndObject();
            json.WriteStartArray("stations");
            for (var i = 0; i < stations.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("folder", Folder(i + 1, stations[i].Origin));
                json.WriteString("origin", stations[i].Origin);
                json.WriteStartArray("transfers");
                foreach (var transfer in stations[i].Transfers)
                    json.WriteStringValue(transfer.PackageId);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Always;
        // A plain file that everybody may read, on any platform that made the zip.
        entry.ExternalAttributes = Convert.ToInt32("100644", 8) << 16;
        using var content = entry.Open();
        content.Write(bytes);
    }

    internal static byte[] Resource(string name)
    {
        using var resource =
            typeof(PackFiles).Assembly.GetManifestResourceStream($"audit-pack/{name}")
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
