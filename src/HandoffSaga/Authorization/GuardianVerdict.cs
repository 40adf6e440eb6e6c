using HandoffSaga.Signoffs;

namespace HandoffSaga.Authorization;

/// <summary>What is known about Guardian's word. Only what was really checked is true here.</summary>
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

    /// <summary>What nobody verified Guardian to have said proves no approval.</summary>
    public bool ApprovalsVerified => SignatureVerified && Approvals.Passed;

    /// <summary>See <see cref="ApprovalsVerified"/>.</summary>
    public bool ProcedureFollowed => SignatureVerified && Procedure.Passed;

    /// <summary>Why something above is false; of very many only the first, so that a ledger entry can hold them.</summary>
    public IEnumerable<string> Shortcomings
    {
        get
        {
            string[] all = [.. SignatureVerified ? (string[])[] : [Unsigned], .. Approvals.Shortcomings, .. Procedure.Shortcomings];
            return all.Length <= Shown ? all : [.. all.Take(Shown), $"and {all.Length - Shown} more"];
        }
    }
}

/// <summary>A signoff that may move a part, with the verdict it does so on.</summary>
internal sealed record AuthorizedSignoff(Signoff Signoff, GuardianVerdict Verdict);
