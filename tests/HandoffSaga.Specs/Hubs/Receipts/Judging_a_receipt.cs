using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Receipts;

public sealed class Judging_a_receipt
{
    private static readonly Delivery Delivery = Sample.Delivery(attempt: 2);

    private static readonly Receipt Accepted = new(Delivery.TransferId, "vault_hub", Disposition.Accepted, Delivery.PayloadSha256)
    {
        ReceiptId = "VH-1",
        ReceivedBy = "vault-hub-1",
    };

    [Theory]
    [InlineData("Accepted")]
    [InlineData("Duplicate")]
    public void Accepted_and_duplicate_deliver(string disposition)
    {
        Judge(Accepted with { Disposition = Enum.Parse<Disposition>(disposition) })
            .ShouldBe(DeliveryOutcome.Delivered(Evidence.Receipt) with { ReceiptId = "VH-1", ReceivedBy = "vault-hub-1" });
    }

    [Fact]
    public void A_signature_nobody_verified_makes_the_evidence_no_stronger()
    {
        Judge(Accepted with { Signature = "eyJhbGciOiJFZERTQSJ9..c2lnbmF0dXJl" }).Evidence.ShouldBe(Evidence.Receipt);
    }

    [Fact]
    public void Other_bytes_are_a_failed_attempt_even_when_rejected()
    {
        foreach (var disposition in Enum.GetValues<Disposition>())
        {
            var outcome = Judge(Accepted with { Disposition = disposition, PayloadSha256 = new string('0', 64) });

            outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
            outcome.Error.ShouldBe("digest_mismatch");
            outcome.ErrorCode!.ToString().ShouldBe("receipt:digest_mismatch");
            outcome.Evidence.ShouldBeNull();
        }
    }

    [Fact]
    public void A_digest_in_capitals_is_the_same_digest()
    {
        Judge(Accepted with { PayloadSha256 = Delivery.PayloadSha256.ToUpperInvariant() }).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Fact]
    public void Another_transfer_s_receipt_says_nothing_of_this_one()
    {
        var outcome = Judge(Accepted with { TransferId = "XFER-OTHER" });

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe($"receipt_mismatch: transfer_id is XFER-OTHER, expected was {Delivery.TransferId}");
        outcome.ErrorCode!.ToString().ShouldBe("receipt:mismatch:transfer_id");
    }

    [Theory]
    [InlineData("\"{0}\"", "; the quotes around Idempotency-Key are not part of the key")]
    [InlineData("\"{0}:vault_hub\"", "; the quotes around Idempotency-Key are not part of the key")]
    [InlineData("{0}:vault_hub", "; Idempotency-Key is the transfer_id, a colon and the leg")]
    public void A_hub_that_takes_the_key_apart_wrongly_is_told_what_was_expected(string transferId, string advice) =>
        Judge(Accepted with { TransferId = string.Format(null, transferId, Delivery.TransferId) })
            .Error.ShouldNotBeNull()
            .ShouldEndWith($", expected was {Delivery.TransferId}{advice}");

    [Fact]
    public void Nor_does_the_other_leg_s()
    {
        var outcome = Judge(Accepted with { Leg = "next_node" });

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("receipt_mismatch: leg is next_node, expected was vault_hub");
        outcome.ErrorCode!.ToString().ShouldBe("receipt:mismatch:leg");
    }

    [Fact]
    public void A_rejection_is_permanent()
    {
        var outcome = Judge(Accepted with { Disposition = Disposition.Rejected, Reason = "unknown client" });

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
        outcome.Error.ShouldBe("rejected: unknown client");
        outcome.ErrorCode!.ToString().ShouldBe("receipt:rejected");
    }

    [Fact]
    public void A_retryable_rejection_is_transient()
    {
        var outcome = Judge(Accepted with { Disposition = Disposition.Rejected, Retryable = true });

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("rejected");
    }

    [Fact]
    public void The_echo_of_an_earlier_attempt_changes_nothing()
    {
        Judge(Accepted with { Attempt = 1 }).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Fact]
    public void A_long_reason_is_cut()
    {
        Judge(Accepted with { Disposition = Disposition.Rejected, Reason = new string('x', 5000) }).Error!.Length.ShouldBeLessThan(250);
    }

    private static DeliveryOutcome Judge(Receipt receipt) => ReceiptJudgement.Judge(receipt, Delivery, ReceiptSignatures.NotChecked);
}
