using System.Text;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Signatures;
using HandoffSaga.Specs.Signatures;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.Hubs.Receipts;

public sealed class When_a_receipt_names_the_ledgers_head
{
    private const string Origin = "handoff.local/NODE-LP-001";
    private const string Root = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly Delivery Delivery = Sample.Delivery();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_read()
    {
        Read(
                new
                {
                    ledger_origin = Origin,
                    ledger_size = 41,
                    ledger_root = Root,
                }
            )
            .ShouldBe(new ReportedCheckpoint.Claimed(Origin, 41, Root));
        Read(
                new
                {
                    ledger_origin = Origin,
                    ledger_size = 0,
                    ledger_root = Root,
                    more = "kept by the hub",
                }
            )
            .ShouldBe(new ReportedCheckpoint.Claimed(Origin, 0, Root));
    }

    [Fact]
    public void A_hub_that_sends_back_a_package_from_before_the_first_head_has_seen_none()
    {
        Read(
                new
                {
                    ledger_origin = Origin,
                    ledger_size = (int?)null,
                    ledger_root = (string?)null,
                }
            )
            .ShouldBeNull();
        Parse(Sample.Receipt(Delivery)).LedgerHeadSeen.ShouldBeNull();
        Parse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample.Receipt(Delivery)).TrimEnd('}') + ""","ledger_head_seen":null}"""))
            .LedgerHeadSeen.ShouldBeNull();
    }

    [Theory]
    [InlineData("41")]
    [InlineData("\"41\"")]
    [InlineData("[]")]
    [InlineData("""{"ledger_size":41,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"","ledger_size":41,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":7,"ledger_size":41,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a\nb","ledger_size":41,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a\u202eb","ledger_size":41,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"\ud800","ledger_size":41,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":-1,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":41.5,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":"41","ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":9007199254740992,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":1e400,"ledger_root":"ROOT"}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":41}""")]
    [InlineData("""{"ledger_origin":"a","ledger_size":41,"ledger_root":"abc"}""")]
    [InlineData(
        """{"ledger_origin":"a","ledger_size":41,"ledger_root":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"""
    )]
    [InlineData("""{"ledger_origin":"a","ledger_size":41,"ledger_root":"\udc00"}""")]
    public async Task Nonsense_is_not_believed_and_costs_no_confirmation(string member)
    {
        var receipt =
            Encoding.UTF8.GetString(Sample.Receipt(Delivery)).TrimEnd('}') + $",\"ledger_head_seen\":{member.Replace("ROOT", Root)}}}";

        var outcome = ReceiptJudgement.Judge(Parse(Encoding.UTF8.GetBytes(receipt)), Delivery, ReceiptSignatures.NotChecked);

        outcome.Outcome.ShouldBe(AttemptOutcome.Delivered);
        var seen = (await Heads(_ => Convert.FromHexString(Root)).Judge(outcome, Cancellation)).ShouldNotBeNull();
        seen.Standing.ShouldBe(LedgerHeadStandings.Malformed);
        (seen.Origin, seen.Size, seen.Root).ShouldBe((null, null, null));
        seen.Problem.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(Origin, Root, "consistent", null)]
    [InlineData(
        "handoff.local/NODE-CP-001",
        Root,
        "unknown",
        "it is a checkpoint of handoff.local/NODE-CP-001, and this ledger is handoff.local/NODE-LP-001"
    )]
    [InlineData(Origin, null, "unknown", "this ledger never had 41 entries")]
    [InlineData(
        Origin,
        "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "contradicts",
        "with 41 entries this ledger has the root bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    )]
    public void It_is_held_against_the_ledger(string origin, string? own, string standing, string? problem) =>
        ReportedCheckpoints
            .Standing(new ReportedCheckpoint.Claimed(origin, 41, Root), Origin, own is null ? null : Convert.FromHexString(own))
            .ShouldBe((standing, problem));

    [Fact]
    public async Task A_ledger_that_cannot_be_asked_says_nothing_of_it_and_costs_no_confirmation()
    {
        var seen = (await Heads(_ => throw new InvalidDataException("away")).Judge(Outcome(signed: false), Cancellation)).ShouldNotBeNull();

        (seen.Standing, seen.Size).ShouldBe((LedgerHeadStandings.Unchecked, 41));
    }

    [Fact]
    public async Task In_a_receipt_signed_by_the_hubs_key_it_is_proof_and_otherwise_a_claim()
    {
        var heads = Heads(_ => Convert.FromHexString(Root));
        (await heads.Judge(Outcome(signed: true), Cancellation)).ShouldNotBeNull().Signed.ShouldBeTrue();
        (await heads.Judge(Outcome(signed: false), Cancellation)).ShouldNotBeNull().Signed.ShouldBeFalse();
    }

    [Fact]
    public void In_a_receipt_that_does_not_count_it_counts_for_nothing()
    {
        var receipt = WithHead(Sample.Receipt(Delivery));
        ReceiptJudgement
            .Judge(Parse(receipt), Sample.Delivery(transferId: "XFER-PKG-OTHER"), ReceiptSignatures.NotChecked)
            .LedgerHeadSeen.ShouldBeNull();
        ReceiptJudgement
            .Judge(
                Parse(WithHead(Sample.Receipt(Delivery, ("payload_sha256", new string('0', 64))))),
                Delivery,
                ReceiptSignatures.NotChecked
            )
            .LedgerHeadSeen.ShouldBeNull();
        Judge(Signed(Signer.Ed25519("vault-hub"), receipt), Signer.Ed25519("vault-hub"))
            .LedgerHeadSeen.ShouldBeNull("somebody else signed it");
    }

    [Fact]
    public void A_rejection_may_name_one_too() =>
        ReceiptJudgement
            .Judge(Parse(WithHead(Sample.Receipt(Delivery, ("disposition", "rejected")))), Delivery, ReceiptSignatures.NotChecked)
            .LedgerHeadSeen.ShouldBe(new ReportedCheckpoint.Claimed(Origin, 41, Root));

    private static DeliveryOutcome Outcome(bool signed)
    {
        var hub = Signer.Ed25519("vault-hub");
        var receipt = WithHead(Sample.Receipt(Delivery));
        return Judge(signed ? Signed(hub, receipt) : receipt, hub);
    }

    private static DeliveryOutcome Judge(byte[] receipt, Signer known)
    {
        var folder = Directory.CreateTempSubdirectory("hub-keys-");
        try
        {
            var file = Path.Combine(folder.FullName, "vault.jwks.json");
            File.WriteAllText(file, Signer.Jwks(known.Jwk()));
            return ReceiptJudgement.Judge(
                Parse(receipt),
                Delivery,
                new ReceiptSignatures(
                    new KeyFile("Hubs:Vault:Jwks", file, TimeProvider.System, NullLogger<KeyFile>.Instance),
                    TimeProvider.System
                )
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Signed(Signer signer, byte[] receipt)
    {
        var content = CanonicalObject.Parse(receipt, CanonicalLimits.Default).Object!;
        return new CanonicalObjectBuilder().AddAll(content).Add("signature", signer.Sign(content.Utf8.Span)).Build().Utf8.ToArray();
    }

    private static byte[] WithHead(byte[] receipt) =>
        Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(receipt).TrimEnd('}')
                + $$""","ledger_head_seen":{ "ledger_origin": "{{Origin}}", "ledger_size": 41, "ledger_root": "{{Root}}" } }"""
        );

    private static ReportedCheckpoint? Read(object head) => ReportedCheckpoint.Read(JsonSerializer.SerializeToElement(head));

    private static Receipt Parse(byte[] receipt) => ReceiptParser.Parse(receipt).ShouldBeOfType<ReceiptReading.Found>().Receipt;

    private static ReportedCheckpoints Heads(Func<long, byte[]?> root) =>
        new(new Ledger(root), new NodeIdentity { NodeId = "NODE-LP-001", LedgerOrigin = Origin }, NullLogger<ReportedCheckpoints>.Instance);

    private sealed class Ledger(Func<long, byte[]?> root) : ILedgerRoots
    {
        public Task<byte[]?> RootAt(long size, CancellationToken cancellationToken) => Task.FromResult(root(size));
    }
}
