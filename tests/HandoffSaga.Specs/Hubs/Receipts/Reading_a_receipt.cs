using System.Text;
using CsCheck;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Receipts;

public sealed class Reading_a_receipt
{
    private static readonly Delivery Delivery = Sample.Delivery();

    [Fact]
    public void Takes_all_its_members()
    {
        var body = Sample.Receipt(
            Delivery,
            ("disposition", "rejected"),
            ("attempt", 2),
            ("reason", "busy"),
            ("retryable", true),
            ("signature", "a..b")
        );

        ReceiptParser
            .Parse(body)
            .ShouldBe(
                new ReceiptReading.Found(
                    new Receipt(Delivery.TransferId, "vault_hub", Disposition.Rejected, Delivery.PayloadSha256)
                    {
                        Attempt = 2,
                        ReceiptId = "VH-99812",
                        ReceivedBy = "vault-hub-1",
                        Reason = "busy",
                        Retryable = true,
                        Signature = "a..b",
                        Signed = CanonicalObject.Parse(body, CanonicalLimits.Default).Object!.Without("signature"),
                    }
                )
            );
    }

    [Fact]
    public void Takes_nulls_for_what_may_be_absent_and_leaves_unknown_members_alone()
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""
            { "transfer_id": "{{Delivery.TransferId}}", "leg": "vault_hub", "disposition": "duplicate", "payload_sha256": "{{Delivery.PayloadSha256}}",
              "receipt_id": null, "received_by": null, "attempt": null, "reason": null, "retryable": null, "signature": null, "shelf": [{"x": 1}] }
            """
        );

        ReceiptParser
            .Parse(body)
            .ShouldBe(
                new ReceiptReading.Found(new Receipt(Delivery.TransferId, "vault_hub", Disposition.Duplicate, Delivery.PayloadSha256))
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"disposition transfer_id\"")]
    [InlineData("""{"status":"accepted"}""")]
    [InlineData("""{"disposition":"accepted"}""")]
    [InlineData("""{"transfer_id":"XFER-1"}""")]
    [InlineData("""{"data":{"transfer_id":"XFER-1","disposition":"accepted"}}""")]
    [InlineData("<html>")]
    [InlineData("{\"status\":\"\\ud800\"}")]
    public void Leaves_what_does_not_claim_to_be_one(string body)
    {
        ReceiptParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBe(ReceiptReading.None);
    }

    public static TheoryData<string, object?, string> Faults =>
        new()
        {
            { "leg", null, "leg is missing" },
            { "payload_sha256", null, "payload_sha256 is missing" },
            { "transfer_id", 7, "transfer_id is not a string" },
            { "leg", true, "leg is not a string" },
            { "disposition", "queued", "disposition is none of accepted, duplicate, rejected" },
            { "disposition", "Accepted", "disposition is none of accepted, duplicate, rejected" },
            { "disposition", 1, "disposition is not a string" },
            { "receipt_id", 99812, "receipt_id is not a string" },
            { "receipt_id", "a\nb", "receipt_id has control characters" },
            { "received_by", new string('x', 257), "received_by has more than 256 characters" },
            { "retryable", "yes", "retryable is not true or false" },
            { "attempt", "1", "attempt is not a whole number from 1" },
            { "attempt", 0, "attempt is not a whole number from 1" },
            { "attempt", 1.5, "attempt is not a whole number from 1" },
            { "reason", new[] { 1 }, "reason is not a string" },
            { "notes", new string('x', ReceiptParser.MaxBytes), "it has more than 65536 bytes" },
        };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Says_what_is_wrong_with_one_that_claims_to_be_one(string member, object? value, string fault)
    {
        ReceiptParser.Parse(Sample.Receipt(Delivery, (member, value))).ShouldBe(new ReceiptReading.Malformed(fault));
    }

    [Theory]
    [InlineData("""{"transfer_id":"X","disposition":"accepted""")]
    [InlineData("""{"transfer_id":"X","disposition":"rejected","disposition":"accepted"}""")]
    [InlineData("""{"transfer_id":"X","disposition":"accepted"} {}""")]
    [InlineData("{\"transfer_id\":\"\\ud800\",\"disposition\":\"accepted\"}")]
    public void Takes_no_broken_one_for_none(string body)
    {
        ReceiptParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBe(new ReceiptReading.Malformed("it is not valid JSON"));
    }

    [Fact]
    public void Looks_behind_a_byte_order_mark()
    {
        ReceiptParser.Parse((byte[])[0xEF, 0xBB, 0xBF, .. Sample.Receipt(Delivery)]).ShouldBeOfType<ReceiptReading.Found>();
    }

    [Fact]
    public void Never_throws_on_any_bytes()
    {
        Gen.Byte.Array[0, 300].Sample(body => ReceiptParser.Parse(body) is not null);
    }

    [Fact]
    public void Never_throws_on_a_receipt_with_any_bytes_in_its_middle()
    {
        var receipt = Sample.Receipt(Delivery);

        Gen.Select(Gen.Int[0, receipt.Length], Gen.Int[0, 8], Gen.Byte.Array[0, 8])
            .Sample(
                (at, cut, inserted) =>
                    ReceiptParser.Parse((byte[])[.. receipt[..at], .. inserted, .. receipt[Math.Min(at + cut, receipt.Length)..]])
                        is not null
            );
    }

    [Fact]
    public void Delivers_exactly_when_everything_is_right()
    {
        var every =
            from transfer in new[] { Delivery.TransferId, "XFER-OTHER", "" }
            from leg in new[] { "vault_hub", "next_node", "vault" }
            from disposition in new[] { "accepted", "duplicate", "rejected", "stored" }
            from digest in new[] { Delivery.PayloadSha256, Delivery.PayloadSha256[1..], new string('0', 64) }
            from status in new[] { 200, 409, 503 }
            select (transfer, leg, disposition, digest, status);

        foreach (var (transfer, leg, disposition, digest, status) in every)
        {
            var body = Sample.Receipt(
                Delivery,
                ("transfer_id", transfer),
                ("leg", leg),
                ("disposition", disposition),
                ("payload_sha256", digest)
            );
            var right =
                transfer == Delivery.TransferId
                && leg == "vault_hub"
                && (disposition is "accepted" or "duplicate")
                && digest == Delivery.PayloadSha256;

            var outcome = AnswerTable.Judge(Delivery, status, ReceiptParser.Parse(body), ReceiptSignatures.NotChecked, null, default);

            (outcome.Outcome == AttemptOutcome.Delivered).ShouldBe(right, $"{transfer} {leg} {disposition} {digest} {status}");
        }
    }
}
