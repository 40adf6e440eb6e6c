using System.Diagnostics;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Ledger;

namespace HandoffSaga.Benchmarks.Ledger;

/// <summary>How long it takes to write, to verify and to prove out of a log of many entries, shaped as a station writes them.</summary>
internal static class LedgerBenchmark
{
    private const string Origin = "handoff.local/NODE-001";
    private const int EntriesInTransfer = 12;
    private const int Proofs = 1000;

    public static async Task<int> Run(long entries, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("handoff-ledger-benchmark-").FullName;
        using var key = NoteSigningKey.Generate(Origin, NoteKeyType.Ed25519);
        try
        {
            Console.WriteLine($"entries {entries}, bytes each {Transfer(0).Average(entry => entry.Length):0}");
            var head = await Write(folder, entries, key);
            for (var round = 0; round < rounds; round++)
                await Verify(folder, key);
            await Prove(folder, head);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SignedCheckpoint> Write(string folder, long entries, NoteSigningKey key)
    {
        var clock = Stopwatch.StartNew();
        var writer = await TileFolder.Open(folder, 0, CancellationToken.None);
        for (var transfer = 0L; writer.Size < entries; transfer++)
        {
            foreach (var entry in Transfer(transfer).Take((int)Math.Min(EntriesInTransfer, entries - writer.Size)))
                writer.Append(entry);
        }

        var head = SignedCheckpoint.Sign(new Checkpoint(Origin, writer.Size, writer.Root()), key);
        writer.Publish(head);
        Console.WriteLine($"written, every tile synced: {entries / clock.Elapsed.TotalSeconds:0} entries/s");
        return head;
    }

    private static async Task Verify(string folder, NoteSigningKey key)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var report = await LogVerifier.VerifyFolder(folder, key.VerifierKey, [], [], CancellationToken.None);
        process.Refresh();
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"verified: {seconds:0.00} s, CPU {(process.TotalProcessorTime - cpu).TotalSeconds:0.00} s, peak {process.PeakWorkingSet64 / 1048576} MB, clean: {report.IsClean}, trails {report.Trails}"
        );
    }

    private static async Task Prove(string folder, SignedCheckpoint head)
    {
        var random = new Random(7);
        var milliseconds = new double[Proofs];
        for (var i = 0; i < Proofs; i++)
        {
            var index = random.NextInt64(head.Checkpoint.Size);
            var start = Stopwatch.GetTimestamp();
            var tree = new TreeTiles(new FolderTiles(folder), head.Checkpoint.Size);
            var entry = await tree.Entry(index, CancellationToken.None);
            var proof = await tree.ProveInclusion(index, CancellationToken.None);
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (
                !InclusionProof.Verify(
                    index,
                    head.Checkpoint.Size,
                    LedgerHash.Leaf(entry),
                    proof,
                    head.Checkpoint.Root.Span,
                    out var problem
                )
            )
            {
                throw new InvalidOperationException(problem);
            }
        }

        Array.Sort(milliseconds);
        Console.WriteLine(
            $"proved, nothing cached between proofs: p50 {milliseconds[Proofs / 2]:0.00} ms, p99 {milliseconds[Proofs * 99 / 100]:0.00} ms, max {milliseconds[^1]:0.00} ms"
        );
    }

    /// <summary>An entry as a station writes them.</summary>
    internal static LedgerEntry Sample { get; } =
        new()
        {
            EventId = Guid.Empty,
            Action = "transfer_to_vault",
            Target = "vault_hub",
            Details = "Attempt 1: delivered",
            SmartId = "SMART-NODE-LP-001",
            Domain = "NDT",
            Metadata = new CanonicalObjectBuilder().Add("status_code", 200).Build(),
            Trail = "transfer",
            Attempt = 1,
            SignoffSha256 = new string('a', 64),
            PayloadSha256 = new string('b', 64),
            OccurredAt = new DateTimeOffset(2025, 6, 1, 14, 2, 12, 480, TimeSpan.Zero),
            RecordedAt = new DateTimeOffset(2025, 6, 1, 14, 2, 12, 481, TimeSpan.Zero),
        };

    private static IEnumerable<byte[]> Transfer(long number)
    {
        var heads = new Dictionary<string, ChainedEntry>();
        for (var i = 0; i < EntriesInTransfer; i++)
        {
            var trail = (i % 3) switch
            {
                0 => "transfer",
                1 => "vault_hub",
                _ => "next_node",
            };
            var last = heads.GetValueOrDefault(trail);
            heads[trail] = AuditTrail.Append(
                last?.Sequence ?? 0,
                last?.Hash,
                Sample with
                {
                    EventId = new Guid((int)number, (short)i, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
                    Trail = trail,
                    TransferId = $"XFER-PKG-2025-{number:000000}-LP-TEST1",
                    PackageId = $"PKG-2025-{number:000000}-LP-TEST1",
                }
            );
            yield return heads[trail].Utf8;
        }
    }
}
