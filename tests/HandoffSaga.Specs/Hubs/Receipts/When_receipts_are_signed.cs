using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Signatures;
using HandoffSaga.Specs.Signatures;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.Hubs.Receipts;

public sealed class When_receipts_are_signed : IDisposable
{
    private static readonly Delivery Delivery = Sample.Delivery();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-keys-");
    private readonly Signer _hub = Signer.Ed25519("vault-hub");
    private readonly KeyFile _keys;
    private readonly ReceiptSignatures _signatures;

    public When_receipts_are_signed()
    {
        var file = Path.Combine(_folder.FullName, "vault.jwks.json");
        File.WriteAllText(file, Signer.Jwks(_hub.Jwk()));
        _keys = new KeyFile("Hubs:Vault:Jwks", file, TimeProvider.System, NullLogger<KeyFile>.Instance);
        _signatures = new ReceiptSignatures(_keys, TimeProvider.System);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_signature_that_holds_is_the_strongest_evidence()
    {
        await using var hub = await LoopbackHub.Answering(200, Signed(_hub, Sample.Receipt(Delivery)));
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, _signatures, TimeProvider.System);

        var outcome = await connector.Deliver(Delivery, TestContext.Current.CancellationToken);

        outcome.Outcome.ShouldBe(AttemptOutcome.Delivered);
        outcome.Evidence.ShouldBe(Evidence.SignedReceipt);
    }

    [Fact]
    public void A_receipt_that_nobody_signed_counts_for_less() => Judge(Sample.Receipt(Delivery)).Evidence.ShouldBe(Evidence.Receipt);

    [Fact]
    public void So_does_one_whose_signature_is_null() =>
        Judge(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample.Receipt(Delivery)).TrimEnd('}') + ""","signature":null}"""))
            .Evidence.ShouldBe(Evidence.Receipt);

    [Fact]
    public void A_stranger_s_signature_is_a_failed_attempt()
    {
        var outcome = Judge(Signed(Signer.Ed25519("vault-hub"), Sample.Receipt(Delivery)));

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("receipt_signature: signature_mismatch");
        outcome.Evidence.ShouldBeNull();
    }

    [Fact]
    public void A_receipt_changed_after_signing_is_a_failed_attempt()
    {
        var changed = JsonNode.Parse(Signed(_hub, Sample.Receipt(Delivery)))!;
        changed["received_by"] = "someone else";

        Judge(Encoding.UTF8.GetBytes(changed.ToJsonString())).Error.ShouldBe("receipt_signature: signature_mismatch");
    }

    [Fact]
    public void A_forged_rejection_does_not_end_the_attempts() =>
        Judge(Signed(Signer.Ed25519("nobody"), Sample.Receipt(Delivery, ("disposition", "rejected"))))
            .ShouldSatisfyAllConditions(
                o => o.Outcome.ShouldBe(AttemptOutcome.Transient),
                o => o.Error.ShouldBe("receipt_signature: signature_key_unknown"),
                o => o.ErrorCode!.ToString().ShouldBe("receipt:signature:key_unknown")
            );

    [Fact]
    public void Spacing_and_order_are_no_matter()
    {
        var receipt = JsonNode.Parse(Signed(_hub, Sample.Receipt(Delivery)))!.AsObject();
        var turned = new JsonObject(receipt.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        Judge(Encoding.UTF8.GetBytes(turned.ToJsonString(new() { WriteIndented = true }))).Evidence.ShouldBe(Evidence.SignedReceipt);
    }

    [Fact]
    public void Where_they_must_be_an_unsigned_confirmation_is_not_enough()
    {
        var outcome = Judge(Sample.Receipt(Delivery), areRequired: true);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("receipt_unsigned: this hub's receipts must be signed");
        outcome.ErrorCode!.ToString().ShouldBe("receipt:unsigned");
        Judge(Signed(_hub, Sample.Receipt(Delivery)), areRequired: true).Evidence.ShouldBe(Evidence.SignedReceipt);
    }

    [Fact]
    public void Where_they_must_be_an_unsigned_rejection_still_ends_the_attempts() =>
        Judge(Sample.Receipt(Delivery, ("disposition", "rejected")), areRequired: true).Outcome.ShouldBe(AttemptOutcome.Permanent);

    private DeliveryOutcome Judge(byte[] receipt, bool areRequired = false) =>
        ReceiptJudgement.Judge(
            ReceiptParser.Parse(receipt).ShouldBeOfType<ReceiptReading.Found>().Receipt,
            Delivery,
            areRequired ? new ReceiptSignatures(_keys, TimeProvider.System, areRequired: true) : _signatures
        );

    private static byte[] Signed(Signer signer, byte[] receipt)
    {
        var content = CanonicalObject.Parse(receipt, CanonicalLimits.Default).Object!;
        return new CanonicalObjectBuilder().AddAll(content).Add("signature", signer.Sign(content.Utf8.Span)).Build().Utf8.ToArray();
    }
}
