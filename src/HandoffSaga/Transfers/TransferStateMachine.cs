using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>
/// The story of a handoff. It begins with Guardian's word and nothing before it; each leg goes its own way until its hub confirms; the row stays
/// for status and for late duplicates.
/// </summary>
internal sealed class TransferStateMachine : MassTransitStateMachine<TransferState>
{
    public TransferStateMachine(
        AuthorizationActivities authorization,
        RoutingActivities routing,
        VaultActivities vaultPackage,
        Legs legs,
        OperatorActivities operators,
        SettlementActivities settlement,
        ContractRecheckInterval recheck)
    {
        InstanceState(x => x.CurrentState);
        Correlate(recheck);

        Initially(
            When(SignoffComplete)
                .Then(authorization.Accept)
                .ThenAsync(routing.ReadRoute)
                .Then(vaultPackage.Prepare)
                .ThenAsync(legs.Vault.RequestFirst)
                .ThenAsync(legs.NextNode.RequestFirst)
                .If(RecheckIsNeeded, wait => wait.Schedule(ContractRecheck, c => new RecheckNextContract(c.Saga.CorrelationId)))
                .TransitionTo(InTransfer));

        During([InTransfer, FullyComplete],
            When(SignoffComplete)
                .ThenAsync(authorization.RecordRepeat));

        During([InTransfer, FullyComplete],
            When(VaultCompleted)
                .ThenAsync(c => legs.Vault.Complete(c, c.Message.Report))
                .Unschedule(VaultRedelivery)
                .Then(settlement.Record)
                .If(IsNewlyComplete, done => done.TransitionTo(FullyComplete)),
            When(VaultFaulted)
                .ThenAsync(c => legs.Vault.Fault(c, c.Message.Report))
                .If(VaultAwaitsSchedule, wait => wait.Schedule(VaultRedelivery, c => new RedeliverVaultTransfer(c.Saga.CorrelationId), c => legs.Vault.RemainingWait(c.Saga)))
                .Then(settlement.Record),
            When(VaultRedelivery.Received)
                .ThenAsync(legs.Vault.Redeliver));

        During([InTransfer, FullyComplete],
            When(NextNodeCompleted)
                .ThenAsync(c => legs.NextNode.Complete(c, c.Message.Report))
                .Unschedule(NextNodeRedelivery)
                .Then(settlement.Record)
                .If(IsNewlyComplete, done => done.TransitionTo(FullyComplete)),
            When(NextNodeFaulted)
                .ThenAsync(c => legs.NextNode.Fault(c, c.Message.Report))
                .If(NextNodeAwaitsSchedule, wait => wait.Schedule(NextNodeRedelivery, c => new RedeliverNextNodeTransfer(c.Saga.CorrelationId), c => legs.NextNode.RemainingWait(c.Saga)))
                .Then(settlement.Record),
            When(NextNodeRedelivery.Received)
                .ThenAsync(legs.NextNode.Redeliver));

        During(InTransfer,
            When(ContractRecheck.Received, RecheckIsNeeded)
                .ThenAsync(routing.LookForNextContract)
                .ThenAsync(legs.NextNode.RequestFirst)
                .If(RecheckIsNeeded, wait => wait.Schedule(ContractRecheck, c => new RecheckNextContract(c.Saga.CorrelationId))));

        During([InTransfer, FullyComplete],
            When(RedeliveryIsRequested)
                .ThenAsync(operators.Redeliver)
                .If(c => OperatorActivities.TookUp(c, Destination.VaultHub), on => on.Unschedule(VaultRedelivery))
                .If(c => OperatorActivities.TookUp(c, Destination.NextNode), on => on.Unschedule(NextNodeRedelivery).Unschedule(ContractRecheck))
                .If(c => RecheckIsNeeded(c) && c.Saga.ContractRecheckToken is null, wait => wait.Schedule(ContractRecheck, c => new RecheckNextContract(c.Saga.CorrelationId)))
                .Then(settlement.Record)
                .If(IsNewlyComplete, done => done.TransitionTo(FullyComplete)));

        During(FullyComplete,
            Ignore(ContractRecheck.Received));
    }

    /// <summary>At least one leg is not confirmed yet.</summary>
    public State InTransfer { get; private set; } = null!;

    /// <summary>Both legs are confirmed, or the results are and the workflow ended.</summary>
    public State FullyComplete { get; private set; } = null!;

    public Event<GuardianSignoffComplete> SignoffComplete { get; private set; } = null!;
    public Event<VaultTransferCompleted> VaultCompleted { get; private set; } = null!;
    public Event<VaultTransferFaulted> VaultFaulted { get; private set; } = null!;
    public Event<NextNodeTransferCompleted> NextNodeCompleted { get; private set; } = null!;
    public Event<NextNodeTransferFaulted> NextNodeFaulted { get; private set; } = null!;
    public Event<RedeliveryRequested> RedeliveryIsRequested { get; private set; } = null!;
    public Schedule<TransferState, RedeliverVaultTransfer> VaultRedelivery { get; private set; } = null!;
    public Schedule<TransferState, RedeliverNextNodeTransfer> NextNodeRedelivery { get; private set; } = null!;
    public Schedule<TransferState, RecheckNextContract> ContractRecheck { get; private set; } = null!;

    private void Correlate(ContractRecheckInterval recheck)
    {
        Event(() => SignoffComplete, e => e.CorrelateById(c => TransferKey.For(c.Message.PackageId)));
        Event(() => VaultCompleted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => VaultFaulted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => NextNodeCompleted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => NextNodeFaulted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => RedeliveryIsRequested, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Schedule(() => VaultRedelivery, x => x.VaultRedeliveryToken, s => s.Received = e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Schedule(() => NextNodeRedelivery, x => x.NextNodeRedeliveryToken, s => s.Received = e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Schedule(() => ContractRecheck, x => x.ContractRecheckToken, s => Every(recheck, s));
    }

    private static void Every(ContractRecheckInterval recheck, IScheduleConfigurator<TransferState, RecheckNextContract> schedule)
    {
        schedule.Delay = recheck.Interval;
        schedule.Received = e => Existing(e.CorrelateById(c => c.Message.TransferKey));
    }

    // Transfers are never deleted: a message for an unknown one is nobody's.
    private static void Existing<T>(IEventCorrelationConfigurator<TransferState, T> correlated)
        where T : class =>
        correlated.OnMissingInstance(missing => missing.Discard());

    private bool IsNewlyComplete<T>(BehaviorContext<TransferState, T> context)
        where T : class =>
        SettlementActivities.IsFullyComplete(context.Saga) && context.Saga.CurrentState != FullyComplete.Name;

    private static bool RecheckIsNeeded<T>(BehaviorContext<TransferState, T> context)
        where T : class =>
        context.Saga.NextNode is { Status: LegStatus.Held, HeldReason: HeldReasons.ContractMissing or HeldReasons.ContractInvalid };

    private static bool VaultAwaitsSchedule<T>(BehaviorContext<TransferState, T> context)
        where T : class =>
        LegActivities.AwaitsSchedule(context.Saga.Vault, context.Saga.VaultRedeliveryToken);

    private static bool NextNodeAwaitsSchedule<T>(BehaviorContext<TransferState, T> context)
        where T : class =>
        LegActivities.AwaitsSchedule(context.Saga.NextNode, context.Saga.NextNodeRedeliveryToken);
}
