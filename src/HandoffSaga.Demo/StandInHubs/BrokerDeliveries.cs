using HandoffSaga.Durability;
using HandoffSaga.Outbound.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>
/// Consumes deliveries from the hub's queue on RabbitMQ while the hub runs. It waits for an unavailable broker, and for the queue, which a
/// dispatcher declares.
/// </summary>
internal sealed class BrokerDeliveries(
    IReadOnlyList<Uri> nodes,
    TlsOptions tls,
    HubKind kind,
    StandInDelivery standIn,
    Action<string> tell,
    TimeProvider clock
)
{
    private const ushort AtOnce = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly BrokerLogin _login = new(
        new RabbitMqOptions
        {
            Hosts = nodes,
            Tls = new BrokerTls(tls, clock),
            ConnectionName = "handoff",
        },
        NullLogger<BrokerLogin>.Instance
    );

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
        catch (BrokerAwayException away) when (!stopping.IsCancellationRequested)
        {
            Tell($"No connection to the broker; retrying: {away.Message}");
        }
        catch (OperationInterruptedException rejected) when (!stopping.IsCancellationRequested)
        {
            Tell($"The broker takes nothing from the queue {Queue} now; retrying: {Reason(rejected)}");
        }
        catch (Exception broken) when (!stopping.IsCancellationRequested)
        {
            Tell($"The connection to the broker broke; retrying: {broken.Message}");
        }
    }

    private string Reason(OperationInterruptedException rejected) =>
        rejected.ShutdownReason switch
        {
            { ReplyCode: Constants.NotFound } => "it does not exist yet, a dispatcher declares it",
            { ReplyCode: Constants.AccessRefused } => $"user {_login.Addresses.User} needs read permission on {Queue}",
            { ReplyText: var text } => text,
            null => rejected.Message,
        };

    private async Task Serve(CancellationToken stopping)
    {
        var (connection, node) = await _login.Connect(0, Queue, stopping);
        await using var held = connection;
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
        Tell($"Consuming deliveries from {Queue} on {_login.Addresses.Nodes[node].Host}:{_login.Addresses.Nodes[node].Port}.");
        await broken.Task.WaitAsync(stopping);
    }

    private async Task Receive(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken stopping)
    {
        if (StandInRequest.Read(delivery.BasicProperties, delivery.Body.ToArray(), out var error) is not { } request)
        {
            // Not from a dispatcher, or too damaged to answer.
            Tell($"A message on {Queue} was dropped: {error}");
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: false, stopping);
            return;
        }

        switch (await standIn.Take(request, stopping))
        {
            case StandInAnswer.Receipt(var receipt, _, var note):
                standIn.Log(request, note is null ? receipt.Disposition : $"{receipt.Disposition} ({note})");
                await Answer(channel, receipt, stopping);
                break;
            case StandInAnswer.Failure(var status, _):
                standIn.Log(request, $"rejected ({status})");
                await Answer(
                    channel,
                    standIn.Rejection(request, $"this hub is set to fail with {status}", BrokerReceipt.IsRetryable(status)),
                    stopping
                );
                break;
            case StandInAnswer.NoReceipt(var disposition):
                standIn.Log(request, $"{disposition} (no-receipt)");
                break;
            case StandInAnswer.Lost(var disposition):
                standIn.Log(request, $"{disposition} (lost-answer)");
                break;
            case StandInAnswer.Silence:
                standIn.Log(request, "none");
                break;
            default:
                // A hub that is down leaves the delivery in its queue; it is read again in a moment.
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

    // Once for each outage.
    private void Tell(string line)
    {
        if (line != _told)
            tell(line);
        _told = line;
    }
}
