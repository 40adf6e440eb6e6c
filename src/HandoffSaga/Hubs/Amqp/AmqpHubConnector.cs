using System.Diagnostics;
using HandoffSaga.Durability;
using HandoffSaga.Legs;

namespace HandoffSaga.Hubs.Amqp;

/// <summary>Delivers to one hub over RabbitMQ: persistent, mandatory, confirmed. The hub's receipt says what it did with it.</summary>
internal sealed class AmqpHubConnector(HubOptions options, IRawPublisher publisher, TimeProvider clock) : IHubConnector
{
    public TimeSpan? ReceiptDeadline => options.ReceiptDeadline;

    public async Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Source.StartActivity("handoff.deliver", ActivityKind.Producer);
        activity?.SetTag("transfer_id", delivery.TransferId);
        activity?.SetTag("leg", delivery.Destination.WireName());
        activity?.SetTag("attempt", delivery.Attempt);

        var outcome = await Publish(HubMessage.Create(delivery), cancellationToken);

        if (outcome.Error is { } error)
            activity?.SetStatus(ActivityStatusCode.Error, error);
        return outcome;
    }

    private async Task<DeliveryOutcome> Publish(RawPublication message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return BrokerAnswers.Judge(await publisher.Publish(message, limit.Token), message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BrokerAnswers.Judge(
                new RawPublishOutcome(RawPublishResult.Unconfirmed, $"no confirm within {options.Timeout.TotalSeconds:0.#} s"),
                message
            );
        }
    }
}
