using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Transfers;
using MassTransit;

namespace HandoffSaga.Hubs;

/// <summary>Takes the commands of one leg. The answer is committed before the command counts as done.</summary>
internal abstract class LegConsumer(Destination destination, PerLeg<LegDelivery> deliveries, ILegReplies replies)
{
    private readonly LegDelivery _delivery = deliveries.For(destination);
    private readonly LegMessages _messages = LegMessages.All.For(destination);

    protected async Task Consume(ConsumeContext command, Guid transferKey, TransferRequest request)
    {
        if (await _delivery.Attempt(transferKey, request, command.MayComeAgain(), command.CancellationToken) is not { } report)
        {
            return;
        }

        using var reply = Telemetry.Source.StartActivity("handoff.reply");
        await replies.Send(command, _messages, transferKey, report);
    }
}

/// <summary>Takes the commands of the vault leg.</summary>
internal sealed class VaultTransferConsumer(PerLeg<LegDelivery> deliveries, ILegReplies replies)
    : LegConsumer(Destination.VaultHub, deliveries, replies),
        IConsumer<VaultTransferRequested>
{
    public Task Consume(ConsumeContext<VaultTransferRequested> context) =>
        Consume(context, context.Message.TransferKey, context.Message.Request);
}

/// <summary>Takes the commands of the next-node leg, on an endpoint of its own: the other leg's failures do not affect it.</summary>
internal sealed class NextNodeTransferConsumer(PerLeg<LegDelivery> deliveries, ILegReplies replies)
    : LegConsumer(Destination.NextNode, deliveries, replies),
        IConsumer<NextNodeTransferRequested>
{
    public Task Consume(ConsumeContext<NextNodeTransferRequested> context) =>
        Consume(context, context.Message.TransferKey, context.Message.Request);
}
