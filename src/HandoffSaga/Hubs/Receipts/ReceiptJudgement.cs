using HandoffSaga.Legs;
using HandoffSaga.Signatures;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>What a receipt means for the attempt it answers.</summary>
internal static class ReceiptJudgement
{
    private const int ShownLength = 200;

    /// <summary>
    /// Judges a receipt that came as the answer to <paramref name="delivery"/>. Whose it is comes first, then for which bytes, then whether
    /// its signature holds, then what it says: a verdict over other bytes is none over ours, and a forged one is none at all. A receipt without a signature
    /// counts, for less. An echoed attempt number decides nothing, the exchange itself is the tie.
    /// </summary>
    public static DeliveryOutcome Judge(Receipt receipt, Delivery delivery, ReceiptSignatures signatures) =>
        Verdict(receipt, delivery, signatures) with { ReceiptId = receipt.ReceiptId, ReceivedBy = receipt.ReceivedBy };

    private static DeliveryOutcome Verdict(Receipt receipt, Delivery delivery, ReceiptSignatures signatures)
    {
        var leg = delivery.Destination.WireName();
        if (receipt.TransferId != delivery.TransferId)
            return Mismatch("transfer_id", receipt.TransferId);
        if (receipt.Leg != leg)
            return Mismatch("leg", receipt.Leg);
        if (!string.Equals(receipt.PayloadSha256, delivery.PayloadSha256, StringComparison.OrdinalIgnoreCase))
            return new DeliveryOutcome(AttemptOutcome.Transient, "digest_mismatch");
        var signature = signatures.Check(receipt);
        if (signature is SignatureVerdict.Rejected(var fault))
            return new DeliveryOutcome(AttemptOutcome.Transient, $"receipt_signature: {fault.Name()}");
        return Said(receipt, signature is not null) with { LedgerHeadSeen = receipt.LedgerHeadSeen, LedgerHeadIsSigned = signature is not null };
    }

    private static DeliveryOutcome Said(Receipt receipt, bool isSigned)
    {
        if (receipt.Disposition is Disposition.Accepted or Disposition.Duplicate)
            return new DeliveryOutcome(AttemptOutcome.Delivered, null) { Evidence = isSigned ? Evidence.SignedReceipt : Evidence.Receipt };

        var error = receipt.Reason is { } reason ? $"rejected: {PrintableText.Excerpt(reason, ShownLength)}" : "rejected";
        return new DeliveryOutcome(receipt.Retryable ? AttemptOutcome.Transient : AttemptOutcome.Permanent, error);
    }

    private static DeliveryOutcome Mismatch(string member, string value) =>
        new(AttemptOutcome.Transient, $"receipt_mismatch: {member} is {PrintableText.Excerpt(value, ShownLength)}");
}
