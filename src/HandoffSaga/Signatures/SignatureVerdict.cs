namespace HandoffSaga.Signatures;

/// <summary>What became of the check of a signature.</summary>
internal abstract record SignatureVerdict
{
    private SignatureVerdict() { }

    /// <summary>It is the key's signature over the content, and the key may be used now.</summary>
    public sealed record Verified(string KeyId) : SignatureVerdict;

    /// <summary>It does not count.</summary>
    public sealed record Rejected(SignatureFault Fault) : SignatureVerdict;
}
