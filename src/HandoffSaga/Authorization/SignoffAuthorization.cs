using HandoffSaga.Routing;
using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Authorization;

/// <summary>Decides whether a signoff is Guardian's, and what it proves, before it reaches a saga.</summary>
/// <param name="guardian">Guardian's keys; <see cref="GuardianKeys.NotChecked"/> only where the configuration says so.</param>
internal sealed class SignoffAuthorization(GuardianKeys guardian, SmartContractFolder contracts, TimeProvider clock)
{
    /// <summary>Judges a signoff. For any signed content the answer is a value, never an exception.</summary>
    public async ValueTask<AuthorizationDecision> Judge(Signoff signoff, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return guardian.Check(signoff, now) switch
        {
            GuardianCheck.Verified(var keyId) => await Judge(signoff, keyId, now, cancellationToken),
            GuardianCheck.NotChecked => await Judge(signoff, null, null, cancellationToken),
            GuardianCheck.Rejected(var fault) => new AuthorizationDecision.Rejected(SignoffProblems.Unauthorized(fault, signoff.PackageId)),
            _ => new AuthorizationDecision.Undecided(
                "Guardian's keys cannot be read now, so no signoff can be authorized. Send it again later."
            ),
        };
    }

    private async ValueTask<AuthorizationDecision> Judge(
        Signoff signoff,
        string? keyId,
        DateTimeOffset? verifiedAt,
        CancellationToken cancellationToken
    )
    {
        var lookup = await contracts.FindByContractId(signoff.SmartContractId, cancellationToken);
        var unusable = CompletedContract.Of(lookup, signoff.SmartContractId, signoff.ClientPoId) as CompletedContract.Unusable;
        if (unusable is not null || lookup is not ContractLookup.Found(var contract))
        {
            return Granted(
                signoff,
                keyId,
                verifiedAt,
                CheckOutcome.NotMade($"the contract's required approvals are unknown: {unusable?.Why}"),
                CheckOutcome.NotMade("the contract's procedure is unknown")
            );
        }

        var approvals = ApprovalCheck.Of(signoff.Approvals, contract.RequiredApprovals);
        var procedure = ProcedureCheck.Of(signoff.ProcedureRevision, contract);
        var granted = Granted(signoff, keyId, verifiedAt, approvals, procedure);
        return contract.RefuseWhenIncomplete && !(approvals.Passed && procedure.Passed)
            ? new AuthorizationDecision.Incomplete(
                granted.Signoff,
                SignoffProblems.Incomplete([.. approvals.Shortcomings, .. procedure.Shortcomings], signoff.PackageId)
            )
            : granted;
    }

    private static AuthorizationDecision.Granted Granted(
        Signoff signoff,
        string? keyId,
        DateTimeOffset? verifiedAt,
        CheckOutcome approvals,
        CheckOutcome procedure
    ) => new(new AuthorizedSignoff(signoff, new GuardianVerdict(keyId, verifiedAt, approvals, procedure)));
}
