using System.Text;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Proofs;

public sealed class When_a_package_is_proved
{
    [Fact]
    public async Task The_file_proves_it_with_nothing_but_the_key()
    {
        using var log = await LogOnDisk.Of(700);
        var file = ProofBundleFormat.Write(await Bundle(log));
        ProofBundleFormat.TryParse(file, out var bundle, out var problem).ShouldBeTrue(problem);
        var verdict = ProofBundleVerifier.Verify(bundle!, log.Key.VerifierKey, []);
        verdict.Findings.ShouldBeEmpty();
        verdict.IsProved.ShouldBeTrue();
        bundle!.Entries.Count.ShouldBe(12);
    }

    [Fact]
    public async Task Another_key_proves_nothing()
    {
        using var log = await LogOnDisk.Of(100);
        using var other = NoteSigningKey.Generate(LogOnDisk.Origin, NoteKeyType.Ed25519);
        ProofBundleVerifier.Verify(await Bundle(log), other.VerifierKey, []).IsProved.ShouldBeFalse();
    }

    [Fact]
    public async Task A_changed_a_missing_and_a_foreign_entry_show()
    {
        using var log = await LogOnDisk.Of(700);
        var bundle = await Bundle(log);
        var changed = LedgerEntry.Parse(bundle.Entries[3].Utf8.Span) with { Details = "delivered" };

        Kinds(
                log,
                bundle with
                {
                    Entries = [.. bundle.Entries.Select((entry, i) => i == 3 ? entry with { Utf8 = changed.ToCanonicalBytes() } : entry)],
                }
            )
            .ShouldContain(LedgerFindingKind.BadHash);
        Kinds(log, bundle with { Entries = [.. bundle.Entries.Where((_, i) => i != 3)] }).ShouldContain(LedgerFindingKind.TrailGap);
        Kinds(log, bundle with { PackageId = "PKG-1" }).ShouldContain(LedgerFindingKind.EventWithoutLeaf);
        Kinds(log, bundle with { Entries = [.. bundle.Entries, bundle.Entries[^1]] }).ShouldContain(LedgerFindingKind.RepeatedEvent);
        Kinds(log, bundle with { Entries = [] }).ShouldBe([LedgerFindingKind.MissingEvent]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"handoff-ledger-proof/v2\",\"package_id\":\"P\",\"checkpoint\":\"\",\"entries\":[]}")]
    [InlineData("{\"format\":\"handoff-ledger-proof/v1\",\"package_id\":\"P\",\"checkpoint\":\"\",\"entries\":[{}]}")]
    [InlineData("{\"format\":\"handoff-ledger-proof/v1\",\"package_id\":\"P\",\"package_id\":\"Q\",\"checkpoint\":\"\",\"entries\":[]}")]
    [InlineData(
        "{\"format\":\"handoff-ledger-proof/v1\",\"package_id\":\"P\",\"checkpoint\":\"\",\"entries\":[{\"index\":0,\"entry\":\"{}\",\"proof\":[\"A\"]}]}"
    )]
    [InlineData(
        "{\"format\":\"handoff-ledger-proof/v1\",\"package_id\":\"P\",\"checkpoint\":\"\",\"entries\":[{\"index\":0,\"entry\":\"\\ud800\",\"proof\":[]}]}"
    )]
    public void What_is_no_such_file_is_rejected(string text) =>
        ProofBundleFormat.TryParse(Encoding.UTF8.GetBytes(text), out _, out _).ShouldBeFalse();

    private static IEnumerable<LedgerFindingKind> Kinds(LogOnDisk log, ProofBundle bundle) =>
        ProofBundleVerifier.Verify(bundle, log.Key.VerifierKey, []).Findings.Select(finding => finding.Kind).Distinct();

    private static Task<ProofBundle> Bundle(LogOnDisk log)
    {
        var ofThePackage = log
            .Entries.Index()
            .Where(entry => LedgerEntry.Parse(entry.Item).PackageId == "PKG-7")
            .Select(entry => (long)entry.Index);
        return ProofBundle.Build("PKG-7", log.Head!, log.Tiles, ofThePackage, TestContext.Current.CancellationToken);
    }
}
