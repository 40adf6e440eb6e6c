using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>
/// The state machine of a transfer. It begins only with Guardian's signoff; each leg proceeds independently until its hub confirms; the row
/// stays for status and for late duplicates.
/// </summary>
internal sealed class TransferStateMachine : MassTransitStateMachine<TransferState>
{
    private readonly SettlementActivities _settlement;
    private readonly ContractRecheckInterval _recheck;

    public TransferStateMachine(
        AuthorizationActivities authorization,
        RoutingActivities routing,
        VaultActivities vaultPackage,
        PerLeg<LegActivities> legs,
        OperatorActivities operators,
        ClosingActivities closing,
        SettlementActivities settlement,
        ContractRecheckInterval recheck
    )
    {
        (_settlement, _recheck) = (settlement, recheck);
        InstanceState(x => x.CurrentState);
        Correlate();

        Initially(
            When(SignoffComplete)
                .Then(authorization.Accept)
                .ThenAsync(routing.ReadRoute)
                .Then(vaultPackage.Prepare)
                .ThenAsync(legs.Vault.RequestFirstAttempt)
                .If(legs.NextNode.IsReady, ready => ready.ThenAsync(legs.NextNode.RequestFirstAttempt))
                .If(NeedsRecheck, held => held.Schedule(ContractRecheck, NextRecheck))
                .TransitionTo(InTransfer)
        );

        DuringAny(When(SignoffComplete).ThenAsync(authorization.RecordRepeat));

        Leg(legs.Vault, VaultCompleted, VaultFaulted, VaultRedelivery, key => new RedeliverVaultTransfer(key));
        Leg(legs.NextNode, NextNodeCompleted, NextNodeFaulted, NextNodeRedelivery, key => new RedeliverNextNodeTransfer(key));

        DuringAny(
            When(ContractRecheck.Received, IsHeldForContract)
                .ThenAsync(routing.LookForNextContract)
                .If(legs.NextNode.IsReady, ready => ready.ThenAsync(legs.NextNode.RequestFirstAttempt))
                .If(IsHeldForContract, held => held.Schedule(ContractRecheck, NextRecheck))
        );

        DuringAny(
            When(RedeliveryIsRequested)
                .ThenAsync(operators.OrderRedelivery)
                .If(legs.Vault.IsTakenUp, moving => moving.Unschedule(VaultRedelivery))
                .If(legs.NextNode.IsTakenUp, moving => moving.Unschedule(NextNodeRedelivery).Unschedule(ContractRecheck))
                .If(NeedsRecheck, held => held.Schedule(ContractRecheck, NextRecheck))
                .Then(_settlement.Record)
                .If(SettlementActivities.IsFullyComplete, done => done.TransitionTo(FullyComplete))
        );

        DuringAny(
            When(CloseIsRequested)
                .Then(closing.Close)
                .If(legs.Vault.IsClosedBy, closed => closed.Unschedule(VaultRedelivery))
                .If(legs.NextNode.IsClosedBy, closed => closed.Unschedule(NextNodeRedelivery).Unschedule(ContractRecheck))
                .Then(_settlement.Record)
        );
    }

    /// <summary>At least one leg is not confirmed yet, or was closed.</summary>
    public State InTransfer { get; private set; } = null!;

    /// <summary>Both legs are confirmed, or the results are and the workflow ended.</summary>
    public State FullyComplete { get; private set; } = null!;

    public Event<GuardianSignoffComplete> SignoffComplete { get; private set; } = null!;
    public Event<VaultTransferCompleted> VaultCompleted { get; private set; } = null!;
    public Event<VaultTransferFaulted> VaultFaulted { get; private set; } = null!;
    public Event<NextNodeTransferCompleted> NextNodeCompleted { get; private set; } = null!;
    public Event<NextNodeTransferFaulted> NextNodeFaulted { get; private set; } = null!;
    public Event<RedeliveryRequested> RedeliveryIsRequested { get; private set; } = null!;
    public Event<LegCloseRequested> CloseIsRequested { get; private set; } = null!;
    public Schedule<TransferState, RedeliverVaultTransfer> VaultRedelivery { get; private set; } = null!;
    public Schedule<TransferState, RedeliverNextNodeTransfer> NextNodeRedelivery { get; private set; } = null!;
    public Schedule<TransferState, RecheckNextContract> ContractRecheck { get; private set; } = null!;

    /// <summary>Defines the events of one leg, from its hub's answer on. A late answer is recorded after the end, too.</summary>
    private void Leg<TCompleted, TFaulted, TRedelivery>(
        LegActivities leg,
        Event<TCompleted> completed,
        Event<TFaulted> faulted,
        Schedule<TransferState, TRedelivery> redelivery,
        Func<Guid, TRedelivery> nextAttempt
    )
        where TCompleted : class
        where TFaulted : class
        where TRedelivery : class =>
        DuringAny(
            When(completed)
                .ThenAsync(leg.Complete)
                .Unschedule(redelivery)
                .Then(_settlement.Record)
                .If(SettlementActivities.IsFullyComplete, done => done.TransitionTo(FullyComplete)),
            When(faulted)
                .ThenAsync(leg.RecordFailure)
                .If(leg.NeedsEscalation, failed => failed.ThenAsync(leg.Escalate))
                .If(
                    LegActivities.IsTriedAgain,
                    again =>
                        again
                            .Then(leg.AwaitNextAttempt)
                            .Schedule(redelivery, c => Delayed.By(LegActivities.DecidedWait(c), nextAttempt(c.Saga.CorrelationId)))
                )
                .Then(_settlement.Record),
            When(redelivery.Received, leg.AwaitsNextAttempt).ThenAsync(leg.SendNextAttempt)
        );

    private static bool IsHeldForContract(BehaviorContext<TransferState> context) => context.Saga.NextNode.IsHeldForContract;

    private static bool NeedsRecheck(BehaviorContext<TransferState> context) =>
        IsHeldForContract(context) && context.Saga.ContractRecheckToken is null;

    private Task<SendTuple<RecheckNextContract>> NextRecheck(BehaviorContext<TransferState> context) =>
        Delayed.By(_recheck.Interval, new RecheckNextContract(context.Saga.CorrelationId));

    private void Correlate()
    {
        Event(() => SignoffComplete, e => e.CorrelateById(c => TransferKey.For(c.Message.PackageId)));
        Event(() => VaultCompleted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => VaultFaulted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => NextNodeCompleted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => NextNodeFaulted, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => RedeliveryIsRequested, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Event(() => CloseIsRequested, e => Existing(e.CorrelateById(c => c.Message.TransferKey)));
        Schedule(
            () => VaultRedelivery,
            x => x.VaultRedeliveryToken,
            s => s.Received = e => Existing(e.CorrelateById(c => c.Message.TransferKey))
        );
        Schedule(
            () => NextNodeRedelivery,
            x => x.NextNodeRedeliveryToken,
            s => s.Received = e => Existing(e.CorrelateById(c => c.Message.TransferKey))
        );
        Schedule(
            () => ContractRecheck,
            x => x.ContractRecheckToken,
            s => s.Received = e => Existing(e.CorrelateById(c => c.Message.TransferKey))
        );
    }

    // Transfers are never deleted, so a message for an unknown one is dropped.
    private static void Existing<T>(IEventCorrelationConfigurator<TransferState, T> correlated)
        where T : class => correlated.OnMissingInstance(missing => missing.Discard());
}
