using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Transfers;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace HandoffSaga.Hubs;

/// <summary>Takes the commands of one leg. The answer is committed before the command counts as done.</summary>
internal abstract class LegConsumer(
    Destination destination,
    PerLeg<LegDelivery> deliveries,
    ILegReplies replies,
    IHostApplicationLifetime program
)
{
    private readonly LegDelivery _delivery = deliveries.For(destination);
    private readonly LegMessages _messages = LegMessages.All.For(destination);

    protected async Task Consume(ConsumeContext command, Guid transferKey, TransferRequest request)
    {
        using var lifetime = new AttemptLifetime(command.CancellationToken, program.ApplicationStopping);
        if (await _delivery.Attempt(transferKey, request, command.MayComeAgain(), lifetime.Ended) is not { } report)
        {
            return;
        }

        using var reply = Telemetry.Source.StartActivity("handoff.reply");
        await replies.Send(_messages, transferKey, report, lifetime.Ended);
    }
}

/// <summary>Takes the commands of the vault leg.</summary>
internal sealed class VaultTransferConsumer(PerLeg<LegDelivery> deliveries, ILegReplies replies, IHostApplicationLifetime program)
    : LegConsumer(Destination.VaultHub, deliveries, replies, program),
        IConsumer<VaultTransferRequested>
{
    public Task Consume(ConsumeContext<VaultTransferRequested> context) =>
        Consume(context, context.Message.TransferKey, context.Message.Request);
}

/// <summary>Takes the commands of the next-node leg, on an endpoint of its own: the other leg's failures do not affect it.</summary>
internal sealed class NextNodeTransferConsumer(PerLeg<LegDelivery> deliveries, ILegReplies replies, IHostApplicationLifetime program)
    : LegConsumer(Destination.NextNode, deliveries, replies, program),
        IConsumer<NextNodeTransferRequested>
{
    public Task Consume(ConsumeContext<NextNodeTransferRequested> context) =>
        Consume(context, context.Message.TransferKey, context.Message.Request);
}
