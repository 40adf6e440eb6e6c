using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>What a station or a dispatcher has published, and the key it did it with.</summary>
internal sealed class PublishedLog(string folder, string keyFile)
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    public string Folder => folder;

    public NoteVerifierKey Key
    {
        get
        {
            NoteKeyFile.TryRead(keyFile, "handoff.local/NODE-001", NoteKeyType.Ed25519, out var key, out _).ShouldBeTrue();
            using (key)
                return key!.VerifierKey;
        }
    }

    /// <summary>The current checkpoint, or null before the first.</summary>
    public SignedCheckpoint? Head(params NoteVerifierKey[] witnesses)
    {
        var file = Path.Combine(folder, "checkpoint");
        if (!File.Exists(file))
            return null;
        SignedCheckpoint.TryOpen(File.ReadAllBytes(file), Key, witnesses, out var head, out var problem).ShouldBeTrue(problem);
        return head;
    }

    /// <summary>Every checkpoint that was ever published from here.</summary>
    public IEnumerable<byte[]> Checkpoints() => PublishedCheckpoints.In(folder).Select(kept => kept.Note);

    /// <summary>Returns when this is true of the current checkpoint; another process can only be looked at, again and again.</summary>
    public async Task<SignedCheckpoint> Until(Func<SignedCheckpoint, bool> isTrue, params NoteVerifierKey[] witnesses)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (Head(witnesses) is { } head && isTrue(head))
                return head;
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Verifies everything, and that all checkpoints given are of this log.</summary>
    public async Task<LedgerReport> ShouldVerify(IEnumerable<byte[]> notes, params NoteVerifierKey[] witnesses)
    {
        var tiles = new FolderTiles(folder);
        var report = await new LogVerifier(tiles, Key, witnesses).Verify(
            [.. notes, .. Checkpoints()],
            tiles.Partials(),
            TestContext.Current.CancellationToken
        );
        report.Findings.ShouldBeEmpty();
        report.IsClean.ShouldBeTrue();
        return report;
    }
}
