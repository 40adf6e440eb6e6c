using System.Diagnostics;
using HandoffSaga.Signatures;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Authorization;

/// <summary>Guardian's public keys, which verify its signoffs.</summary>
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

/// <summary>The result of checking Guardian's signature.</summary>
internal abstract record GuardianCheck
{
    private GuardianCheck() { }

    public sealed record Verified(string KeyId) : GuardianCheck;

    public sealed record Rejected(SignatureFault Fault) : GuardianCheck;

    /// <summary>The configuration turns the check off.</summary>
    public sealed record NotChecked : GuardianCheck;

    /// <summary>The key file has never been readable.</summary>
    public sealed record Undecided : GuardianCheck;
}
