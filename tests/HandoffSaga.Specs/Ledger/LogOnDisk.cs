using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger;

/// <summary>A published log of entries that form real trails, in a folder of its own.</summary>
internal sealed class LogOnDisk : IDisposable
{
    public const string Origin = "handoff.local/NODE-001";

    private readonly List<byte[]> _entries = [];
    private readonly Dictionary<string, ChainedEntry> _trails = [];
    private TileFolder? _writer;

    public LogOnDisk() => Folder = Directory.CreateTempSubdirectory("handoff-log-").FullName;

    public string Folder { get; }

    public NoteSigningKey Key { get; } = NoteSigningKey.Generate(Origin, NoteKeyType.Ed25519);

    public IReadOnlyList<byte[]> Entries => _entries;

    public SignedCheckpoint? Head { get; private set; }

    public FolderTiles Tiles => new(Folder);

    public TreeTiles Tree => new(Tiles, Head!.Checkpoint.Size);

    public static async Task<LogOnDisk> Of(params int[] sizes)
    {
        var log = new LogOnDisk();
        foreach (var size in sizes)
            await log.PublishUpTo(size);
        return log;
    }

    public async Task PublishUpTo(int size)
    {
        await Open();
        while (_entries.Count < size)
            Append(Next(_entries.Count));
        Head = SignedCheckpoint.Sign(new Checkpoint(Origin, _writer!.Size, _writer.Root()), Key);
        _writer.Publish(Head);
    }

    /// <summary>Adds bytes as they are, without publishing them.</summary>
    public void Append(byte[] entry)
    {
        _entries.Add(entry);
        _writer!.Append(entry);
    }

    /// <summary>As if the process had died and started again.</summary>
    public async Task Reopen()
    {
        _writer = null;
        _entries.RemoveRange((int)Head!.Checkpoint.Size, _entries.Count - (int)Head.Checkpoint.Size);
        await Open();
    }

    /// <summary>The next entry of one of the trails, three for each of five transfers at a time.</summary>
    public byte[] Next(int number)
    {
        var transfer = $"XFER-PKG-{number / 60 * 5 + number % 5}";
        var trail = (number % 3) switch
        {
            0 => "transfer",
            1 => "vault_hub",
            _ => "next_node",
        };
        var last = _trails.GetValueOrDefault(transfer + trail);
        var chained = AuditTrail.Append(
            last?.Sequence ?? 0,
            last?.Hash,
            Specs.Ledger.Entries.Entries.First with
            {
                EventId = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
                TransferId = transfer,
                PackageId = transfer["XFER-".Length..],
                Trail = trail,
                Details = "Entry " + number,
            }
        );
        _trails[transfer + trail] = chained;
        return chained.Utf8;
    }

    public Task<LedgerReport> Verify() => LogVerifier.VerifyFolder(Folder, Key.VerifierKey, [], [], TestContext.Current.CancellationToken);

    public string PathOf(string resource) => Path.Combine(Folder, resource);

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Open() =>
        _writer ??= await TileFolder.Open(Folder, Head?.Checkpoint.Size ?? 0, TestContext.Current.CancellationToken);
}
