namespace HandoffSaga.Signatures;

/// <summary>The result of checking a signature.</summary>
internal abstract record SignatureVerdict
{
    private SignatureVerdict() { }

    /// <summary>It is the key's signature over the content, and the key may be used now.</summary>
    public sealed record Verified(string KeyId) : SignatureVerdict;

    /// <summary>The signature is invalid.</summary>
    public sealed record Rejected(SignatureFault Fault) : SignatureVerdict;
}
