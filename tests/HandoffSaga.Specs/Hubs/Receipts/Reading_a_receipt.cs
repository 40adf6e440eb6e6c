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
    [InlineData("", "Nothing")]
    [InlineData(" \r\n", "Nothing")]
    [InlineData("ok", "Other")]
    [InlineData("{}", "Json")]
    [InlineData("[]", "Json")]
    [InlineData("null", "Json")]
    [InlineData("17", "Json")]
    [InlineData("\"disposition transfer_id\"", "Json")]
    [InlineData("""{"status":"accepted"}""", "Json")]
    [InlineData("""{"status":"a","status":"b"}""", "Json")]
    [InlineData("<html>", "Other")]
    [InlineData("{\"status\":\"\\ud800\"}", "Json")]
    public void Leaves_what_has_nothing_of_one(string body, string content)
    {
        ReceiptParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBe(new ReceiptReading.NoReceipt(Enum.Parse<AnswerContent>(content)));
    }

    [Theory]
    [InlineData("""{"disposition":"accepted"}""", "transfer_id is missing")]
    [InlineData("""{"transfer_id":"XFER-1"}""", "disposition is missing")]
    [InlineData("""{"data":{"transfer_id":"XFER-1","disposition":"accepted"}}""", "it is inside the member data")]
    [InlineData("""{"\u0064isposition":"rejected","disposition":"accepted"}""", "transfer_id is missing")]
    [InlineData("""{"a\u202eb":{"leg":1}}""", "it is inside the member a\\u202eb")]
    public void Sees_what_resembles_one(string body, string reason)
    {
        ReceiptParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBe(new ReceiptReading.Resembling(reason));
    }

    public static TheoryData<string, object, object?> Irrelevant =>
        new()
        {
            { "attempt", "2", 2 },
            { "attempt", 0, null },
            { "attempt", 1.5, null },
            { "attempt", true, null },
            { "receipt_id", 99812, "99812" },
            { "receipt_id", new[] { 1 }, null },
            { "received_by", 7, "7" },
            { "received_by", false, null },
            { "retryable", "yes", false },
            { "reason", new[] { 1 }, "[1]" },
        };

    [Theory]
    [MemberData(nameof(Irrelevant), DisableDiscoveryEnumeration = true)]
    public void Reads_or_ignores_what_decides_nothing(string member, object value, object? expected)
    {
        var receipt = ReceiptParser.Parse(Sample.Receipt(Delivery, (member, value))).ShouldBeOfType<ReceiptReading.Found>().Receipt;

        object? read = member switch
        {
            "attempt" => receipt.Attempt,
            "receipt_id" => receipt.ReceiptId,
            "received_by" => receipt.ReceivedBy,
            "retryable" => receipt.Retryable,
            _ => receipt.Reason,
        };
        read.ShouldBe(expected);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    public void Reads_whether_a_rejection_is_final_also_from_a_string(string retryable, bool expected)
    {
        ReceiptParser
            .Parse(Sample.Receipt(Delivery, ("disposition", "rejected"), ("retryable", retryable)))
            .ShouldBeOfType<ReceiptReading.Found>()
            .Receipt.Retryable.ShouldBe(expected);
    }

    [Fact]
    public void Does_not_guess_whether_a_rejection_is_final()
    {
        ReceiptParser
            .Parse(Sample.Receipt(Delivery, ("disposition", "rejected"), ("retryable", "yes")))
            .ShouldBe(new ReceiptReading.Malformed("retryable is not true or false"));
    }

    public static TheoryData<string, object?, string> Faults =>
        new()
        {
            { "leg", null, "leg is missing" },
            { "payload_sha256", null, "payload_sha256 is missing" },
            { "transfer_id", 7, "transfer_id is not a string" },
            { "leg", true, "leg is not a string" },
            { "disposition", "queued", "disposition is not one of accepted, duplicate, rejected" },
            { "disposition", "Accepted", "disposition is not one of accepted, duplicate, rejected" },
            { "disposition", 1, "disposition is not a string" },
            { "receipt_id", "a\nb", "receipt_id has control characters" },
            { "received_by", new string('x', 257), "received_by has more than 256 characters" },
            { "signature", 7, "signature is not a string" },
            { "notes", new string('x', ReceiptParser.MaxBytes), "it has more than 65536 bytes" },
        };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Says_what_is_wrong_with_one_that_claims_to_be_one(string member, object? value, string fault)
    {
        ReceiptParser.Parse(Sample.Receipt(Delivery, (member, value))).ShouldBe(new ReceiptReading.Malformed(fault));
    }

    [Theory]
    [InlineData("""{"transfer_id":"X","disposition":"rejected","disposition":"accepted"}""")]
    [InlineData("""{"transfer_id":"X","disposition":"accepted"} {}""")]
    [InlineData("{\"transfer_id\":\"\\ud800\",\"disposition\":\"accepted\"}")]
    public void Takes_no_broken_one_for_none(string body)
    {
        ReceiptParser.Parse(Encoding.UTF8.GetBytes(body)).ShouldBe(new ReceiptReading.Malformed("it is not valid JSON"));
    }

    [Fact]
    public void Tells_one_that_breaks_off()
    {
        ReceiptParser
            .Parse("""{"transfer_id":"X","disposition":"accepted"""u8.ToArray())
            .ShouldBe(new ReceiptReading.Malformed("its JSON breaks off before the end") { Code = ErrorCodes.ReceiptCutOff });
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

            var outcome = AnswerTable.Judge(
                Delivery,
                new HttpAnswer(status, ReceiptParser.Parse(body)),
                new HubOptions { Url = HubOptions.DefaultVaultUrl },
                ReceiptSignatures.NotChecked,
                default
            );

            (outcome.Outcome == AttemptOutcome.Delivered).ShouldBe(right, $"{transfer} {leg} {disposition} {digest} {status}");
        }
    }
}
