using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Durability;

/// <summary>
/// Publishes on one channel per exchange: an error that closes the channel of one exchange (403, 404) does not affect the others.
/// </summary>
internal sealed class RabbitMqPublisher(BrokerConnection connection, BrokerTopology topology, TimeProvider clock)
    : IRawPublisher,
        IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ExchangeChannel> _channels = new(StringComparer.Ordinal);

    public async Task<RawPublishOutcome> Publish(RawPublication publication, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(publication);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Socket time-outs run on the machine's clock.
        patience.CancelAfter(Patience);
        IChannel channel;
        try
        {
            channel = await Channel(publication.Exchange).Open(patience.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failure)
        {
            return new(RawPublishResult.Unavailable, failure is OperationCanceledException ? Silent("no connection") : OneLine(failure));
        }

        try
        {
            await channel.BasicPublishAsync(
                publication.Exchange,
                publication.RoutingKey,
                mandatory: true,
                Properties(publication),
                publication.Body,
                patience.Token
            );
            return new(RawPublishResult.Confirmed, null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var outcome = Outcome(failure, channel);
            if (outcome.Result is RawPublishResult.NotTaken or RawPublishResult.Unconfirmed)
                Channel(publication.Exchange).Replace(channel);
            return outcome;
        }
    }

    /// <summary>Declares everything, so that it exists on the broker before the first publication.</summary>
    public async Task Prepare(CancellationToken cancellationToken)
    {
        foreach (var exchange in topology.Exchanges)
            await Channel(exchange).Open(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels.Values)
            await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private ExchangeChannel Channel(string exchange) =>
        _channels.GetOrAdd(
            exchange,
            static (name, of) => new ExchangeChannel(name, of.connection, of.topology, of.clock),
            (connection, topology, clock)
        );

    private RawPublishOutcome Outcome(Exception failure, IChannel channel) =>
        failure switch
        {
            PublishReturnException returned => new(RawPublishResult.Unroutable, $"{returned.ReplyCode} {returned.ReplyText}"),
            PublishException { IsReturn: true } => new(RawPublishResult.Unroutable, "NO_ROUTE"),
            PublishException => new(RawPublishResult.NotTaken, "the broker answered nack"),
            OperationCanceledException => new(RawPublishResult.Unconfirmed, Silent("no confirm")),
            _ => Closed(failure, (failure as OperationInterruptedException)?.ShutdownReason ?? channel.CloseReason),
        };

    private string Silent(string what) =>
        connection.Blocked is { } reason
            ? $"{what} within {Patience.TotalSeconds} s: the broker accepts no messages now: {reason}"
            : $"{what} within {Patience.TotalSeconds} s";

    private static RawPublishOutcome Closed(Exception failure, ShutdownEventArgs? reason) =>
        reason switch
        {
            { ReplyCode: Constants.AccessRefused or Constants.NotFound or Constants.PreconditionFailed or Constants.ContentTooLarge } =>
                new(RawPublishResult.Rejected, BrokerRefusal.Describe(reason) ?? $"{reason.ReplyCode} {reason.ReplyText}"),
            null => new(RawPublishResult.Unconfirmed, OneLine(failure)),
            _ => new(RawPublishResult.Unconfirmed, $"{reason.ReplyCode} {reason.ReplyText}"),
        };

    private static string OneLine(Exception failure) => (failure.InnerException ?? failure).Message.ReplaceLineEndings(" ");

    private static BasicProperties Properties(RawPublication publication)
    {
        var properties = new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?>(publication.Headers) };
        if (publication.ContentType is { } contentType)
            properties.ContentType = contentType;
        if (publication.MessageId is { } messageId)
            properties.MessageId = messageId;
        if (publication.CorrelationId is { } correlationId)
            properties.CorrelationId = correlationId;
        if (publication.ReplyTo is { } replyTo)
            properties.ReplyTo = replyTo;
        if (publication.Type is { } type)
            properties.Type = type;
        return properties;
    }
}
