using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>
/// The message types of one leg, so that code for both legs exists once. The types share no interface, because MassTransit would publish
/// every message as that, too.
/// </summary>
internal abstract class LegMessages
{
    /// <summary>The messages of both legs.</summary>
    public static readonly PerLeg<LegMessages> All = new(
        new Of<VaultTransferRequested, VaultTransferCompleted, VaultTransferFaulted>(
            (key, request) => new(key, request),
            (key, report) => new(key, report),
            (key, report) => new(key, report)
        ),
        new Of<NextNodeTransferRequested, NextNodeTransferCompleted, NextNodeTransferFaulted>(
            (key, request) => new(key, request),
            (key, report) => new(key, report),
            (key, report) => new(key, report)
        )
    );

    private static readonly string Delivered = AttemptOutcome.Delivered.WireName();

    private LegMessages() { }

    /// <summary>Publishes the command for an attempt.</summary>
    public abstract Task Request(ConsumeContext context, Guid transferKey, TransferRequest request, IPipe<SendContext> pipe);

    /// <summary>Schedules the command for an attempt.</summary>
    public abstract Task Request(
        IUnitOfWorkSession unit,
        Guid transferKey,
        TransferRequest request,
        TimeSpan delay,
        Guid token,
        CancellationToken cancellationToken
    );

    /// <summary>Brings an attempt's report to the saga in process.</summary>
    public abstract Task Reply(ISagaDispatcher saga, Guid transferKey, AttemptReport report, CancellationToken cancellationToken);

    /// <summary>Publishes an attempt's report to the saga.</summary>
    public abstract Task Reply(IUnitOfWorkSession unit, Guid transferKey, AttemptReport report, CancellationToken cancellationToken);

    /// <summary>The report in a reply of either leg.</summary>
    public static AttemptReport ReportIn(object reply) =>
        reply switch
        {
            VaultTransferCompleted completed => completed.Report,
            VaultTransferFaulted faulted => faulted.Report,
            NextNodeTransferCompleted completed => completed.Report,
            NextNodeTransferFaulted faulted => faulted.Report,
            _ => throw new ArgumentException($"{reply.GetType().Name} is not a leg's reply.", nameof(reply)),
        };

    private sealed class Of<TRequested, TCompleted, TFaulted>(
        Func<Guid, TransferRequest, TRequested> requested,
        Func<Guid, AttemptReport, TCompleted> completed,
        Func<Guid, AttemptReport, TFaulted> faulted
    ) : LegMessages
        where TRequested : class
        where TCompleted : class
        where TFaulted : class
    {
        public override Task Request(ConsumeContext context, Guid transferKey, TransferRequest request, IPipe<SendContext> pipe) =>
            context.Publish(requested(transferKey, request), pipe);

        public override Task Request(
            IUnitOfWorkSession unit,
            Guid transferKey,
            TransferRequest request,
            TimeSpan delay,
            Guid token,
            CancellationToken cancellationToken
        ) => unit.Schedule(requested(transferKey, request), delay, token, cancellationToken);

        public override Task Reply(ISagaDispatcher saga, Guid transferKey, AttemptReport report, CancellationToken cancellationToken) =>
            report.Outcome == Delivered
                ? saga.Dispatch(completed(transferKey, report), cancellationToken)
                : saga.Dispatch(faulted(transferKey, report), cancellationToken);

        public override Task Reply(IUnitOfWorkSession unit, Guid transferKey, AttemptReport report, CancellationToken cancellationToken) =>
            report.Outcome == Delivered
                ? unit.Publish(completed(transferKey, report), cancellationToken)
                : unit.Publish(faulted(transferKey, report), cancellationToken);
    }
}
