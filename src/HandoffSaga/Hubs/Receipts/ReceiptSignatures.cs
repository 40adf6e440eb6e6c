using HandoffSaga.Signatures;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>Checks the signatures of one hub's receipts by the keys it is known to sign with (<c>Hubs:*:Jwks</c>).</summary>
/// <param name="keys">Null: no keys are configured, and signatures are not checked.</param>
/// <param name="clock">The clock for the keys' windows of use.</param>
/// <param name="areRequired">A confirmation without a signature is not enough (<c>Hubs:*:Evidence = signed</c>).</param>
internal sealed class ReceiptSignatures(KeyFile? keys, TimeProvider clock, bool areRequired = false)
{
    /// <summary>A confirmation without a signature is not enough.</summary>
    public bool AreRequired => areRequired;

    /// <summary>For a hub whose keys are not known.</summary>
    public static readonly ReceiptSignatures NotChecked = new(null, TimeProvider.System);

    /// <summary>
    /// The verdict on the receipt's signature; null when there is nothing to check: it carries none, or no keys are configured.
    /// </summary>
    public SignatureVerdict? Check(Receipt receipt)
    {
        if (keys is null || receipt.Signature is not { } signature)
            return null;
        if (receipt.Signed is not { } signed)
            return new SignatureVerdict.Rejected(SignatureFault.Mismatch);

        // Without a single key, as after a start that lost its file, nothing a receipt claims can be checked: no key is known.
        return keys.Current()?.Verify(signature, signed.Utf8.Span, clock.GetUtcNow())
            ?? new SignatureVerdict.Rejected(SignatureFault.KeyUnknown);
    }
}
