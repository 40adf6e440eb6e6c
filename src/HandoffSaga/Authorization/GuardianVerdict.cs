using HandoffSaga.Intake;

namespace HandoffSaga.Authorization;

/// <summary>What is known about Guardian's word. Only what was really checked is true here.</summary>
/// <param name="SignatureVerified">The signature was verified with a known key.</param>
/// <param name="KeyId">The key it was verified with.</param>
/// <param name="VerifiedAt">When.</param>
/// <param name="ApprovalsVerified">Every approval the contract asks for was found complete.</param>
/// <param name="ProcedureFollowed">The test followed the contract's procedure revision.</param>
internal sealed record GuardianVerdict(
    bool SignatureVerified,
    string? KeyId,
    DateTimeOffset? VerifiedAt,
    bool ApprovalsVerified,
    bool ProcedureFollowed)
{
    /// <summary>A signature is there and nothing about it was checked.</summary>
    public static readonly GuardianVerdict PresenceOnly = new(false, null, null, false, false);
}

/// <summary>A signoff that may move a part, with the verdict it does so on.</summary>
internal sealed record AuthorizedSignoff(Signoff Signoff, GuardianVerdict Verdict);
