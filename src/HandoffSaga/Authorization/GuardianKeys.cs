using System.Diagnostics;
using HandoffSaga.Signatures;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Authorization;

/// <summary>Guardian's public keys, by which its word is known.</summary>
/// <param name="file">Null: signatures are not checked at all (<c>Guardian:Verification</c> is <c>off</c>).</param>
internal sealed class GuardianKeys(KeyFile? file)
{
    public static readonly GuardianKeys NotChecked = new(null);

    public GuardianCheck Check(Signoff signoff, DateTimeOffset now)
    {
        if (file is null)
            return new GuardianCheck.NotChecked();
        if (file.Current() is not { } keys)
            return new GuardianCheck.Undecided();
        return keys.Verify(signoff.GuardianSignature, signoff.SignedBytes.Span, now) switch
        {
            SignatureVerdict.Verified(var keyId) => new GuardianCheck.Verified(keyId),
            SignatureVerdict.Rejected(var fault) => new GuardianCheck.Rejected(fault),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };
    }
}

/// <summary>What became of the check of Guardian's signature.</summary>
internal abstract record GuardianCheck
{
    private GuardianCheck() { }

    public sealed record Verified(string KeyId) : GuardianCheck;

    public sealed record Rejected(SignatureFault Fault) : GuardianCheck;

    /// <summary>The configuration says that none is checked.</summary>
    public sealed record NotChecked : GuardianCheck;

    /// <summary>There never was a readable key file.</summary>
    public sealed record Undecided : GuardianCheck;
}
