using HandoffSaga.Signoffs;

namespace HandoffSaga.Authorization;

/// <summary>The verdict on a signoff. A member is true only if that was really checked.</summary>
/// <param name="KeyId">The key the signature was verified with; null when it was not.</param>
/// <param name="VerifiedAt">When; null when it was not.</param>
/// <param name="Approvals">Whether every approval is complete, and every one the contract asks for is there.</param>
/// <param name="Procedure">Whether the test followed the contract's procedure revision.</param>
internal sealed record GuardianVerdict(string? KeyId, DateTimeOffset? VerifiedAt, CheckOutcome Approvals, CheckOutcome Procedure)
{
    private const int Shown = 50;
    private const string Unsigned = "Guardian's signature was not verified: Guardian:Verification is off";

    /// <summary>The signature was verified with a known key.</summary>
    public bool SignatureVerified => VerifiedAt is not null;

    /// <summary>Approvals count only under a verified signature.</summary>
    public bool ApprovalsVerified => SignatureVerified && Approvals.Passed;

    /// <summary>See <see cref="ApprovalsVerified"/>.</summary>
    public bool ProcedureFollowed => SignatureVerified && Procedure.Passed;

    /// <summary>Why a member above is false; of very many only the first, so that they fit into a ledger entry.</summary>
    public IEnumerable<string> Shortcomings
    {
        get
        {
            string[] all = [.. SignatureVerified ? (string[])[] : [Unsigned], .. Approvals.Shortcomings, .. Procedure.Shortcomings];
            return all.Length <= Shown ? all : [.. all.Take(Shown), $"and {all.Length - Shown} more"];
        }
    }
}

/// <summary>A signoff that may move a part, with its verdict.</summary>
internal sealed record AuthorizedSignoff(Signoff Signoff, GuardianVerdict Verdict);
