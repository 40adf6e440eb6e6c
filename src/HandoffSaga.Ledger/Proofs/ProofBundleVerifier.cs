using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>Verifies a <see cref="ProofBundle"/> with public keys only.</summary>
public static class ProofBundleVerifier
{
    /// <summary>
    /// Checks the checkpoint's signature, each entry's inclusion, that each is about the package, and that the trails are complete from
    /// their first entry to the last one shown. It cannot know what happened after the checkpoint.
    /// </summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="log">The log's key, from a source other than the bundle.</param>
    /// <param name="witnesses">Witnesses whose cosignatures are verified if present.</param>
    public static ProofVerdict Verify(ProofBundle bundle, NoteVerifierKey log, IReadOnlyCollection<NoteVerifierKey> witnesses)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (!SignedCheckpoint.TryOpen(Encoding.UTF8.GetBytes(bundle.Checkpoint), log, witnesses, out var signed, out var problem))
            return new(null, [new(LedgerFindingKind.BadCheckpoint, "checkpoint", null, problem)]);

        var findings = new Findings(LogVerifier.MostFindings);
        var trails = new TrailCheck(findings);
        if (bundle.Entries.Count == 0)
            findings.Add(LedgerFindingKind.MissingEvent, bundle.PackageId, null, "The file contains no entries, so it proves nothing.");
        var last = -1L;
        foreach (var entry in bundle.Entries)
        {
            if (entry.Index <= last)
            {
                findings.Add(
                    LedgerFindingKind.RepeatedEvent,
                    bundle.PackageId,
                    entry.Index,
                    $"Entry {entry.Index} is not in the order of the log."
                );
            }

            last = entry.Index;
            Check(entry, bundle.PackageId, signed.Checkpoint, trails, findings);
        }

        return new(signed, findings.All);
    }

    private static void Check(ProvedEntry entry, string packageId, Checkpoint checkpoint, TrailCheck trails, Findings findings)
    {
        var hash = LedgerHash.Leaf(entry.Utf8.Span);
        if (!InclusionProof.Verify(entry.Index, checkpoint.Size, hash, entry.Proof, checkpoint.Root.Span, out var problem))
            findings.Add(LedgerFindingKind.BadHash, packageId, entry.Index, $"Entry {entry.Index} is not proved: {problem}");
        if (
            !LedgerEntry.TryParse(entry.Utf8.Span, out var read, out problem)
            || TrailPlace.Read(entry.Utf8.Span, entry.Index, hash, out problem) is not { } place
        )
        {
            findings.Add(LedgerFindingKind.UnreadableEntry, packageId, entry.Index, $"Entry {entry.Index} cannot be read: {problem}");
        }
        else if (read.PackageId != packageId && place.Resumes is null)
        {
            findings.Add(LedgerFindingKind.EventWithoutLeaf, packageId, entry.Index, $"Entry {entry.Index} is about another package.");
        }
        else
        {
            trails.Next(place);
        }
    }
}

/// <summary>The result of verifying a bundle.</summary>
/// <param name="Checkpoint">The checkpoint, when its signature is valid.</param>
/// <param name="Findings">The defects.</param>
public sealed record ProofVerdict(SignedCheckpoint? Checkpoint, IReadOnlyList<LedgerFinding> Findings)
{
    /// <summary>Whether everything in the bundle is proved.</summary>
    public bool IsProved => Checkpoint is not null && Findings.Count == 0;
}
