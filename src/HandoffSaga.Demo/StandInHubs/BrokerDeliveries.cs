using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>
/// Takes deliveries from the hub's queue on RabbitMQ, for as long as the hub runs. A broker that is away, or a queue that is not there yet,
/// is waited for: a dispatcher declares it.
/// </summary>
internal sealed class BrokerDeliveries(
    IReadOnlyList<Uri> nodes,
    HubKind kind,
    StandInDelivery desk,
    Action<string> tell,
    TimeProvider clock
)
{
    private const ushort AtOnce = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private string? _told;

    private string Queue => kind == HubKind.Vault ? "vault-hub.deliveries" : "floor-hub.deliveries";

    public async Task Run(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await ServeUntilBroken(stopping);
                await Task.Delay(Pause, clock, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    private async Task ServeUntilBroken(CancellationToken stopping)
    {
        try
        {
            await Serve(stopping);
        }
        catch (Exception broken) when (!stopping.IsCancellationRequested)
        {
            Tell($"The broker is away, or the queue {Queue} is not there yet, and is tried again: {broken.Message}");
        }
    }

    private async Task Serve(CancellationToken stopping)
    {
        var factory = new ConnectionFactory { Uri = nodes[0], AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync(
            [.. nodes.Select(node => new AmqpTcpEndpoint(node))],
            $"handoff {Queue}",
            stopping
        );
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                consumerDispatchConcurrency: AtOnce
            ),
            stopping
        );
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, shutdown) => Break(broken, new IOException(shutdown.ReplyText));
        await channel.BasicQosAsync(0, AtOnce, global: false, stopping);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.UnregisteredAsync += (_, _) => Break(broken, new IOException("the queue was deleted"));
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            try
            {
                await Receive(channel, delivery, stopping);
            }
            catch (Exception failure)
            {
                // What is not acknowledged comes again on the next channel.
                await Break(broken, failure);
            }
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stopping);
        Tell($"It takes deliveries from {Queue} on {nodes[0].Host}:{nodes[0].Port}.");
        await broken.Task.WaitAsync(stopping);
    }

    private async Task Receive(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken stopping)
    {
        if (StandInRequest.Read(delivery.BasicProperties, delivery.Body.ToArray(), out var error) is not { } request)
        {
            // Not from a dispatcher, or damaged beyond an answer.
            Tell($"A message on {Queue} was dropped: {error}");
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: false, stopping);
            return;
        }

        switch (await desk.Take(request, stopping))
        {
            case StandInAnswer.Receipt(var receipt, _, var note):
                desk.Log(request, note is null ? receipt.Disposition : $"{receipt.Disposition} ({note})");
                await Answer(channel, receipt, stopping);
                break;
            case StandInAnswer.Failure(var status, _):
                desk.Log(request, $"rejected ({status})");
                await Answer(
                    channel,
                    desk.Rejection(request, $"this hub was told to fail with {status}", BrokerReceipt.IsRetryable(status)),
                    stopping
                );
                break;
            case StandInAnswer.NoReceipt(var disposition):
                desk.Log(request, $"{disposition} (no-receipt)");
                break;
            case StandInAnswer.Lost(var disposition):
                desk.Log(request, $"{disposition} (lost-answer)");
                break;
            case StandInAnswer.Silence:
                desk.Log(request, "none");
                break;
            default:
                // Nobody is there: the delivery stays in its queue, and is looked at again in a moment.
                await Task.Delay(Pause, clock, stopping);
                await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, stopping);
                return;
        }

        // Only after the broker has the receipt: if this process dies in between, the delivery comes again and is a duplicate.
        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stopping);
    }

    private static Task Answer(IChannel channel, StandInReceipt receipt, CancellationToken stopping) =>
        channel
            .BasicPublishAsync(
                BrokerReceipt.Exchange,
                "",
                mandatory: true,
                BrokerReceipt.Properties(receipt),
                BrokerReceipt.Body(receipt),
                stopping
            )
            .AsTask();

    private static Task Break(TaskCompletionSource broken, Exception reason)
    {
        broken.TrySetException(reason);
        return Task.CompletedTask;
    }

    // Once for an absence, however long.
    private void Tell(string line)
    {
        if (line != _told)
            tell(line);
        _told = line;
    }
}
