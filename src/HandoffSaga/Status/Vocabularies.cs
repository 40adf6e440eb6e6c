using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Status;

/// <summary>Every closed list of names in the wire contract, by the name it has in <c>contracts/wire/schemas/common.json</c>.</summary>
internal static class Vocabularies
{
    public const string Leg = "leg";
    public const string TransferStatus = "transfer_status";
    public const string LegStatus = "leg_status";
    public const string VaultLegStatus = "vault_leg_status";
    public const string HeldReason = "held_reason";
    public const string AttemptOutcome = "attempt_outcome";
    public const string AttemptCause = "attempt_cause";
    public const string Evidence = "evidence";
    public const string Disposition = "disposition";
    public const string LedgerHeadStanding = "ledger_head_standing";

    public static readonly IReadOnlyDictionary<string, Vocabulary> All = new Dictionary<string, Vocabulary>
    {
        [Leg] = DestinationNames.Vocabulary,
        [TransferStatus] = OverallStatus.Vocabulary,
        [LegStatus] = LegStatusNames.Vocabulary,
        [VaultLegStatus] = LegStatusNames.OfVaultLeg,
        [HeldReason] = HeldReasons.Vocabulary,
        [AttemptOutcome] = OutcomeNames.Vocabulary,
        [AttemptCause] = CauseNames.Vocabulary,
        [Evidence] = EvidenceNames.Vocabulary,
        [Disposition] = DispositionNames.Vocabulary,
        [LedgerHeadStanding] = CheckpointStandings.Vocabulary,
    };
}
