using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Hubs;

/// <summary>Takes the commands of the vault leg. The answer is committed before the command counts as done.</summary>
internal sealed class VaultTransferConsumer(LegDeliveries deliveries, ILegReplies replies) : IConsumer<VaultTransferRequested>
{
    public async Task Consume(ConsumeContext<VaultTransferRequested> context)
    {
        var (transferKey, request) = context.Message;
        if (await deliveries.Vault.Attempt(transferKey, request, context.MayComeAgain(), context.CancellationToken) is not { } report)
        {
            return;
        }

        using var reply = Telemetry.Source.StartActivity("handoff.reply");
        await (report.Outcome == OutcomeNames.Delivered
            ? replies.Send(context, new VaultTransferCompleted(transferKey, report))
            : replies.Send(context, new VaultTransferFaulted(transferKey, report)));
    }
}

/// <summary>Takes the commands of the next-node leg, on an endpoint of its own: the other leg's trouble is not seen here.</summary>
internal sealed class NextNodeTransferConsumer(LegDeliveries deliveries, ILegReplies replies) : IConsumer<NextNodeTransferRequested>
{
    public async Task Consume(ConsumeContext<NextNodeTransferRequested> context)
    {
        var (transferKey, request) = context.Message;
        if (await deliveries.NextNode.Attempt(transferKey, request, context.MayComeAgain(), context.CancellationToken) is not { } report)
        {
            return;
        }

        using var reply = Telemetry.Source.StartActivity("handoff.reply");
        await (report.Outcome == OutcomeNames.Delivered
            ? replies.Send(context, new NextNodeTransferCompleted(transferKey, report))
            : replies.Send(context, new NextNodeTransferFaulted(transferKey, report)));
    }
}

/// <summary>The deliveries of both legs.</summary>
internal sealed record LegDeliveries(LegDelivery Vault, LegDelivery NextNode);
