using HandoffSaga.Legs;
using HandoffSaga.Signatures;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>What a receipt means for the attempt it answers.</summary>
internal static class ReceiptJudgement
{
    private const int ShownLength = 200;
    private static readonly DeliveryOutcome Unsigned = DeliveryOutcome.Failed(
        AttemptOutcome.Transient,
        ErrorCodes.ReceiptUnsigned,
        "receipt_unsigned: this hub's receipts must be signed"
    );
    private static readonly string Rejected = Disposition.Rejected.WireName();

    /// <summary>
    /// Judges a receipt that came as the answer to <paramref name="delivery"/>. The order matters: is it for this delivery, is it for these
    /// bytes, does its signature verify, and only then what it says. A rejection of other bytes, or a forged one, must not end the attempts.
    /// A receipt without a signature counts as weaker evidence. An echoed attempt number decides nothing: the exchange itself ties the receipt
    /// to the delivery.
    /// </summary>
    public static DeliveryOutcome Judge(Receipt receipt, Delivery delivery, ReceiptSignatures signatures) =>
        Verdict(receipt, delivery, signatures) with
        {
            ReceiptId = receipt.ReceiptId,
            ReceivedBy = receipt.ReceivedBy,
        };

    private static DeliveryOutcome Verdict(Receipt receipt, Delivery delivery, ReceiptSignatures signatures)
    {
        var leg = delivery.Destination.WireName();
        if (receipt.TransferId != delivery.TransferId)
            return Mismatch("transfer_id", receipt.TransferId, delivery.TransferId, Quoting(receipt.TransferId, delivery));
        if (receipt.Leg != leg)
            return Mismatch("leg", receipt.Leg, leg);
        if (!string.Equals(receipt.PayloadSha256, delivery.PayloadSha256, StringComparison.OrdinalIgnoreCase))
            return DeliveryOutcome.Failed(AttemptOutcome.Transient, ErrorCodes.ReceiptDigestMismatch, "digest_mismatch");
        var signature = signatures.Check(receipt);
        if (signature is SignatureVerdict.Rejected(var fault))
        {
            return DeliveryOutcome.Failed(
                AttemptOutcome.Transient,
                ErrorCodes.ReceiptSignature with
                {
                    Detail = fault.Check(),
                },
                $"receipt_signature: {fault.Name()}"
            );
        }

        var isSigned = signature is not null;
        return (!isSigned && signatures.AreRequired && receipt.Confirms ? Unsigned : Said(receipt, isSigned)) with
        {
            LedgerHeadSeen = receipt.LedgerHeadSeen,
            LedgerHeadIsSigned = isSigned,
        };
    }

    private static DeliveryOutcome Said(Receipt receipt, bool isSigned)
    {
        if (receipt.Confirms)
            return DeliveryOutcome.Delivered(isSigned ? Evidence.SignedReceipt : Evidence.Receipt);

        var error = receipt.Reason is { } reason ? $"{Rejected}: {PrintableText.Excerpt(reason, ShownLength)}" : Rejected;
        return DeliveryOutcome.Failed(
            receipt.Retryable ? AttemptOutcome.Transient : AttemptOutcome.Permanent,
            ErrorCodes.ReceiptRejected,
            error
        );
    }

    /// <summary>What a hub that takes the header <c>Idempotency-Key</c> apart did wrong.</summary>
    private static string Quoting(string transferId, Delivery delivery) =>
        transferId.Contains('"', StringComparison.Ordinal) ? "; the quotes around Idempotency-Key are not part of the key"
        : transferId == delivery.IdempotencyKey ? "; Idempotency-Key is the transfer_id, a colon and the leg"
        : "";

    private static DeliveryOutcome Mismatch(string member, string value, string expected, string advice = "") =>
        DeliveryOutcome.Failed(
            AttemptOutcome.Transient,
            ErrorCodes.ReceiptMismatch with
            {
                Detail = member,
            },
            $"receipt_mismatch: {member} is {PrintableText.Excerpt(value, ShownLength)}, expected was {expected}{advice}"
        );
}
