using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Upgrade;

/// <summary>What a station or a plant of an older version left behind, from <c>tests/vectors/upgrade</c>.</summary>
internal sealed class OlderSite
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "vectors", "upgrade");

    private readonly string _path;

    private OlderSite(string version, string kind)
    {
        _path = Path.Combine(Folder, version, kind);
        var contents = JsonNode.Parse(File.ReadAllText(_path + ".json"))!;
        Transfers = [.. contents["transfers"]!.AsArray().Select(transfer => transfer!.AsObject())];
        Rejected = [.. contents["rejected"]!.AsArray().Select(rejected => (string)rejected!["rejection_id"]!)];
        Accepted = [.. contents["accepted"]!.AsArray().Select(key => (string)key!)];
        LedgerEntries = (long)contents["ledger_entries"]!;
    }

    /// <summary>The versions there is something of, the version before first.</summary>
    public static TheoryData<string> Versions =>
        [
            .. Rounds.Of([
                .. Directory
                    .GetDirectories(Folder)
                    .OrderByDescending(folder => File.Exists(Path.Combine(folder, "program.tar.gz")))
                    .Select(folder => Path.GetFileName(folder)),
            ]),
        ];

    /// <summary>Each transfer as that version showed it.</summary>
    public IReadOnlyList<JsonObject> Transfers { get; }

    /// <summary>The ids of the rejected signoffs, newest first.</summary>
    public IReadOnlyList<string> Rejected { get; }

    /// <summary>The idempotency keys the hubs had taken.</summary>
    public IReadOnlyList<string> Accepted { get; }

    public long LedgerEntries { get; }

    /// <summary>The idempotency keys the hubs had not taken.</summary>
    public IReadOnlyList<string> Open =>
        [
            .. Transfers
                .SelectMany(transfer => Keys((string)transfer["transfer_id"]!, transfer["legs"]!))
                .Except(Accepted)
                .Order(StringComparer.Ordinal),
        ];

    public static OlderSite Station(string version) => new(version, "station");

    public static OlderSite Plant(string version) => new(version, "plant");

    /// <summary>The plant's database as statements.</summary>
    public async Task<string> Dump()
    {
        await using var file = new GZipStream(File.OpenRead(_path + ".sql.gz"), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Puts its files where this station looks for its own: the data folder, the contracts it had, the keys of its Guardian beside those of
    /// the station's.
    /// </summary>
    public async Task MoveInto(RealStation station)
    {
        await using var file = new GZipStream(File.OpenRead(_path + ".tar.gz"), CompressionMode.Decompress);
        var keys = JsonNode.Parse(await File.ReadAllBytesAsync(station.GuardianJwks, TestContext.Current.CancellationToken))!;
        await TarFile.ExtractToDirectoryAsync(file, station.Folder, overwriteFiles: true, TestContext.Current.CancellationToken);
        var then = JsonNode.Parse(await File.ReadAllBytesAsync(station.GuardianJwks, TestContext.Current.CancellationToken))!;
        keys["keys"]!.AsArray().Add(then["keys"]![0]!.DeepClone());
        await File.WriteAllTextAsync(station.GuardianJwks, keys.ToJsonString(), TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Keys(string transferId, JsonNode legs) =>
        legs.AsObject().Where(leg => (string)leg.Value!["status"]! != "not_applicable").Select(leg => $"{transferId}:{leg.Key}");
}
