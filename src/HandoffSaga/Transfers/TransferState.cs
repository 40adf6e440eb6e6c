using HandoffSaga.Legs;
using HandoffSaga.Packages;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;
using HandoffSaga.Texts;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>The saga's state of one transfer. It is kept after completion, so that late duplicates find it.</summary>
internal sealed class TransferState : SagaStateMachineInstance, ISagaVersion
{
    private static readonly PerLeg<Func<TransferState, Leg>> Legs = new(transfer => transfer.Vault, transfer => transfer.NextNode);

    public Guid CorrelationId { get; set; }
    public int Version { get; set; }
    public string CurrentState { get; set; } = "Initial";

    public string PackageId { get; set; } = "";
    public string ClientPoId { get; set; } = "";
    public string TestId { get; set; } = "";
    public string SmartContractId { get; set; } = "";
    public string SourceNode { get; set; } = "";
    public string Domain { get; set; } = "";
    public string SmartId { get; set; } = "";
    public string? PartId { get; set; }
    public string? PartNumber { get; set; }
    public string? CompletionTimestamp { get; set; }
    public string SignoffSha256 { get; set; } = "";
    public string? GuardianKeyId { get; set; }
    public bool ApprovalsVerified { get; set; }

    /// <summary>The trigger Guardian signed, kept to be read again when a held leg is redelivered.</summary>
    public RoutingTrigger? SignedTrigger { get; set; }

    public Route? Route { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }

    public Leg Vault { get; set; } = new() { Destination = Destination.VaultHub };
    public Leg NextNode { get; set; } = new() { Destination = Destination.NextNode };
    public TrailHead Trail { get; set; } = TrailHead.Empty;

    /// <summary>Both legs have settled at least once, and <c>execute_dual_transfer</c> is in the ledger.</summary>
    public bool DualTransferRecorded { get; set; }

    public Guid? VaultRedeliveryToken { get; set; }
    public Guid? NextNodeRedeliveryToken { get; set; }
    public Guid? ContractRecheckToken { get; set; }

    public string TransferId => NameShapes.TransferIdPrefix + PackageId;

    /// <summary>The members about it in its packages.</summary>
    public PackageSubject PackageSubject() =>
        new(
            PackageId,
            TransferId,
            ClientPoId,
            TestId,
            SourceNode,
            PartId,
            PartNumber,
            CompletionTimestamp,
            SignoffSha256,
            ApprovalsVerified
        );

    public Leg LegTo(Destination destination) => Legs.For(destination)(this);
}
