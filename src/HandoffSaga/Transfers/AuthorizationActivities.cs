using HandoffSaga.Alerts;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Messages;
using HandoffSaga.Rejections;
using HandoffSaga.Signoffs;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>The saga's activities for Guardian's signoffs.</summary>
internal sealed class AuthorizationActivities(
    NodeIdentity node,
    TransferLedger ledger,
    AlertRaiser alerts,
    RejectionThrottle throttle,
    TimeProvider clock
)
{
    /// <summary>Begins the transfer with the first signoff of a package.</summary>
    public void Accept(BehaviorContext<TransferState, GuardianSignoffComplete> context)
    {
        var intake = context.GetPayload<IntakeContext>();
        var (signoff, verdict) = intake.Authorized;
        var transfer = context.Saga;

        transfer.PackageId = signoff.PackageId;
        transfer.ClientPoId = signoff.ClientPoId;
        transfer.TestId = signoff.TestId;
        transfer.SmartContractId = signoff.SmartContractId;
        transfer.SourceNode = signoff.NodeId ?? node.NodeId;
        transfer.Domain = signoff.Domain ?? node.Domain;
        transfer.SmartId = signoff.SmartId ?? node.SmartId;
        transfer.PartId = signoff.PartId;
        transfer.PartNumber = signoff.PartNumber;
        transfer.CompletionTimestamp = signoff.CompletionTimestamp;
        transfer.SignoffSha256 = signoff.Sha256;
        transfer.GuardianKeyId = verdict.KeyId;
        transfer.ApprovalsVerified = verdict.ApprovalsVerified;
        transfer.SignedTrigger = signoff.RoutingTrigger;
        transfer.ReceivedAt = clock.GetUtcNow();

        ledger.Record(
            context.UnitOfWork(),
            transfer,
            new(LedgerActions.ReceiveAuthorization, "Transfer authorization received from Guardian")
            {
                Metadata = new CanonicalObjectBuilder()
                    .Add("transfer_id", transfer.TransferId)
                    .Add("clientpo_id", transfer.ClientPoId)
                    .Add("source", intake.Source)
                    .Add("approval_count", signoff.Approvals.Count)
                    .Add("signature_verified", verdict.SignatureVerified)
                    .Add("guardian_key_id", verdict.KeyId)
                    .Add("authorization_verified_at", verdict.VerifiedAt)
                    .Add("all_approvals_verified", verdict.ApprovalsVerified)
                    .Add("test_procedure_followed", verdict.ProcedureFollowed)
                    .AddStrings("shortcomings", verdict.Shortcomings)
                    .Build(),
            }
        );
        intake.Verdict = IntakeVerdict.Accepted;
    }

    /// <summary>
    /// Records another signoff of the same package: the same content is a duplicate, other content a conflict. Neither moves anything.
    /// </summary>
    public async Task RecordRepeat(BehaviorContext<TransferState, GuardianSignoffComplete> context)
    {
        var intake = context.GetPayload<IntakeContext>();
        var offered = intake.Authorized.Signoff.Sha256;
        if (offered == context.Saga.SignoffSha256)
        {
            ledger.Record(
                context.UnitOfWork(),
                context.Saga,
                new(LedgerActions.DuplicateAuthorization, "The same signoff was received again")
                {
                    Metadata = new CanonicalObjectBuilder().Add("source", intake.Source).Build(),
                }
            );
            intake.Verdict = IntakeVerdict.Duplicate;
            return;
        }

        await RecordConflict(context, intake, offered);
        intake.Verdict = IntakeVerdict.Conflict;
    }

    private Task RecordConflict(BehaviorContext<TransferState> context, IntakeContext intake, string offered)
    {
        const string detail = "A signoff with this package id and other content was accepted before and remains valid.";
        var unit = context.UnitOfWork();
        var rejection = intake.Rejection ??= throttle.Admit(
            SignoffProblemKind.Conflict.Reason,
            intake.Source,
            context.Saga.PackageId,
            detail,
            intake.Received
        );
        unit.Add(RejectionLog.Row(rejection));
        if (!rejection.IsReportedAlone)
            return Task.CompletedTask;

        ledger.Record(
            unit,
            context.Saga,
            new(LedgerActions.ConflictingAuthorization, "A signoff with other content was rejected")
            {
                EventId = rejection.Id,
                Metadata = new CanonicalObjectBuilder()
                    .Add("source", intake.Source)
                    .Add("accepted_sha256", context.Saga.SignoffSha256)
                    .Add("refused_sha256", offered)
                    .Build(),
            }
        );
        return alerts.Raise(context, AlertKinds.SignoffConflict, AlertSeverities.High, context.Saga, leg: null, detail);
    }
}
