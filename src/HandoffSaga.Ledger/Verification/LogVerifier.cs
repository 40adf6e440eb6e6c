namespace HandoffSaga.Ledger;

/// <summary>
/// Verifies a published log, offline and with only its public key: every entry, tile, published checkpoint and audit trail. Reads the log
/// once, from its beginning, on all cores.
/// </summary>
/// <param name="source">The log.</param>
/// <param name="log">The log's key.</param>
/// <param name="witnesses">Witnesses whose cosignatures are verified if present.</param>
public sealed class LogVerifier(ITileSource source, NoteVerifierKey log, IReadOnlyCollection<NoteVerifierKey> witnesses)
{
    /// <summary>How many findings are reported at most.</summary>
    public const int MostFindings = 1000;

    private readonly Findings _findings = new(MostFindings);

    /// <summary>Verifies a log in a folder, with all checkpoints published from it and all partial tiles still in it.</summary>
    /// <param name="folder">The log's prefix.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="witnesses">Witnesses whose cosignatures are verified if present.</param>
    /// <param name="notes">More checkpoints of this log, from any source: each must match the entries.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    public static Task<LedgerReport> VerifyFolder(
        string folder,
        NoteVerifierKey log,
        IReadOnlyCollection<NoteVerifierKey> witnesses,
        IEnumerable<byte[]> notes,
        CancellationToken cancellationToken
    )
    {
        var tiles = new FolderTiles(folder);
        return new LogVerifier(tiles, log, witnesses).Verify(
            [.. notes, .. PublishedCheckpoints.In(folder).Select(kept => kept.Note)],
            tiles.Partials(),
            cancellationToken
        );
    }

    /// <summary>Verifies. Call it once.</summary>
    /// <param name="notes">More checkpoints of this log, from any source: each must match the entries.</param>
    /// <param name="partials">Partial tiles and bundles to compare besides those of the current size.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    public async Task<LedgerReport> Verify(
        IReadOnlyCollection<byte[]> notes,
        IEnumerable<TilePath> partials,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(partials);
        var checkpoints = Open(await source.Read(TileReading.CheckpointResource, cancellationToken), notes);
        if (checkpoints.MaxBy(signed => signed.Checkpoint.Size) is not { } head)
            return new(null, 0, 0, 0, _findings.All);

        var trails = new TrailCheck(_findings);
        await Walk(head.Checkpoint, new CheckpointCheck(checkpoints, _findings), trails, cancellationToken);
        foreach (var partial in partials)
            await ComparePartial(partial, head.Checkpoint.Size, cancellationToken);
        return new(head, head.Checkpoint.Size, checkpoints.Count, trails.Trails, _findings.All) { Resumptions = trails.Resumptions };
    }

    private List<SignedCheckpoint> Open(byte[]? current, IReadOnlyCollection<byte[]> notes)
    {
        var checkpoints = new List<SignedCheckpoint>();
        if (current is null)
            _findings.Add(LedgerFindingKind.BadCheckpoint, TileReading.CheckpointResource, null, "There is no checkpoint.");
        byte[][] all = current is null ? [.. notes] : [current, .. notes];
        var opened = all.AsParallel()
            .AsOrdered()
            .Select(note =>
                (
                    Good: SignedCheckpoint.TryOpen(note, log, witnesses, out var signed, out var problem),
                    Signed: signed,
                    Problem: problem,
                    IsCurrent: ReferenceEquals(note, current)
                )
            );
        foreach (var (good, signed, problem, isCurrent) in opened)
        {
            if (good)
                checkpoints.Add(signed!);
            else
                _findings.Add(LedgerFindingKind.BadCheckpoint, isCurrent ? TileReading.CheckpointResource : "checkpoints", null, problem!);
        }

        return checkpoints;
    }

    // Bundles are checked in parallel, a few ahead; order-dependent checks follow in order.
    private async Task Walk(Checkpoint head, CheckpointCheck checkpoints, TrailCheck trails, CancellationToken cancellationToken)
    {
        var upper = new UpperTiles(source, head.Size, _findings);
        var underWay = new Queue<Task<BundleCheck>>();
        var next = 0L;
        while (true)
        {
            while (underWay.Count < Environment.ProcessorCount * 4 && TileLayout.At(TilePath.EntriesLevel, next, head.Size) is { } path)
            {
                underWay.Enqueue(Task.Run(() => BundleCheck.Of(source, path, head.Size, cancellationToken), cancellationToken));
                next++;
            }

            if (!underWay.TryDequeue(out var first))
                break;
            await Take(await first, head, checkpoints, trails, upper, cancellationToken);
        }

        await upper.Finish(cancellationToken);
    }

    private async Task Take(
        BundleCheck bundle,
        Checkpoint head,
        CheckpointCheck checkpoints,
        TrailCheck trails,
        UpperTiles upper,
        CancellationToken cancellationToken
    )
    {
        foreach (var finding in bundle.Found)
            _findings.Add(finding);
        foreach (var place in bundle.Places)
            trails.Next(place);

        // At the right edge no upper tile shows whether the entry or the hash is right; the checkpoint does.
        var leaves =
            bundle.Alternative is not null && !bundle.Path.IsFull && head.Root.Span.SequenceEqual(checkpoints.RootWith(bundle.Alternative))
                ? bundle.Alternative
                : bundle.Leaves;
        var root = Array.Empty<byte>();
        if (bundle.Path.IsFull)
        {
            root = [.. leaves];
            LedgerHash.FoldPerfect(root);
            root = root[..LedgerHash.Size];
            await upper.Next(root, cancellationToken);
        }

        checkpoints.Next(leaves, root);
    }

    private async Task ComparePartial(TilePath partial, long size, CancellationToken cancellationToken)
    {
        if (TileLayout.At(partial.Level, partial.Index, size) is not { } now || now.Width <= partial.Width)
            return;
        var stored = await source.Read(partial.ToString(), cancellationToken);
        var longer = await source.ReadTile(now, cancellationToken);
        if (stored is null || longer is null)
            return;
        var expected = partial.HoldsEntries ? EntryBundle.Beginning(longer, partial.Width) : longer[..(partial.Width * LedgerHash.Size)];
        if (!stored.AsSpan().SequenceEqual(expected))
        {
            _findings.Add(
                LedgerFindingKind.BadHash,
                partial.ToString(),
                null,
                $"{partial} is not the beginning of {now}: one of the two was changed."
            );
        }
    }
}
