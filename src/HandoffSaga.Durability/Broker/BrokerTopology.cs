using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Durability;

/// <summary>Declares what this program publishes to.</summary>
internal sealed partial class BrokerTopology(IEnumerable<RawExchange> exchanges, RabbitMqOptions options, ILogger<BrokerTopology> log)
{
    private readonly RawExchange[] _exchanges = [.. exchanges];

    public IReadOnlyList<RawExchange> All => _exchanges;

    public IEnumerable<string> Exchanges => _exchanges.Select(exchange => exchange.Name);

    /// <summary>Declares <paramref name="exchange"/> if it belongs to this program.</summary>
    public async Task Declare(IConnection connection, string exchange, CancellationToken cancellationToken)
    {
        foreach (var ours in _exchanges.Where(candidate => candidate.Name == exchange))
        {
            await Step(
                connection,
                ours.Name,
                channel =>
                    channel.ExchangeDeclareAsync(
                        ours.Name,
                        TypeName(ours.Type),
                        durable: true,
                        autoDelete: false,
                        arguments: null,
                        cancellationToken: cancellationToken
                    ),
                cancellationToken
            );
            if (ours.Queue is not { } queue)
                continue;
            await Step(
                connection,
                queue,
                channel =>
                    channel.QueueDeclareAsync(
                        queue,
                        durable: true,
                        exclusive: false,
                        autoDelete: false,
                        BrokerQueues.Arguments(options.QueueType),
                        cancellationToken: cancellationToken
                    ),
                cancellationToken
            );
            await Step(
                connection,
                queue,
                channel => channel.QueueBindAsync(queue, ours.Name, ours.RoutingKey, cancellationToken: cancellationToken),
                cancellationToken
            );
        }
    }

    public static string TypeName(RawExchangeType type) =>
        type switch
        {
            RawExchangeType.Direct => ExchangeType.Direct,
            RawExchangeType.Topic => ExchangeType.Topic,
            _ => ExchangeType.Fanout,
        };

    /// <summary>On a separate channel: a rejected declaration closes it.</summary>
    private async Task Step(IConnection connection, string name, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await using (channel)
        {
            try
            {
                await declare(channel);
            }
            catch (OperationInterruptedException rejected)
                when (rejected.ShutdownReason is { ReplyCode: Constants.AccessRefused or Constants.PreconditionFailed } reason)
            {
                LogTakenAsItIs(name, reason.ReplyText);
            }
        }
    }

    [LoggerMessage(EventId = 401, Level = LogLevel.Information, Message = "{Name} is used as it exists on the broker: {Reason}")]
    private partial void LogTakenAsItIs(string name, string reason);
}
