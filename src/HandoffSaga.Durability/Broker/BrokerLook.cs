using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Durability;

/// <summary>
/// One look at what is on the broker. Passive declarations need no permission and change nothing; only what is missing is declared. Every
/// refusal closes the channel, and the next question gets another.
/// </summary>
internal sealed class BrokerLook(IConnection connection, RabbitMqOptions options) : IAsyncDisposable
{
    private IChannel? _channel;

    public Task<BrokerFinding> Exchange(string name, RawExchangeType type, CancellationToken cancellationToken) =>
        Find(
            channel => channel.ExchangeDeclarePassiveAsync(name, cancellationToken),
            channel =>
                channel.ExchangeDeclareAsync(
                    name,
                    BrokerTopology.TypeName(type),
                    durable: true,
                    autoDelete: false,
                    arguments: null,
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );

    public Task<BrokerFinding> Queue(string name, CancellationToken cancellationToken) =>
        Find(
            channel => channel.QueueDeclarePassiveAsync(name, cancellationToken),
            channel =>
                channel.QueueDeclareAsync(
                    name,
                    durable: true,
                    exclusive: false,
                    autoDelete: false,
                    BrokerQueues.Arguments(options.QueueType),
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );

    /// <summary>A binding cannot be asked for; making it again changes nothing. Where that is not allowed, it is as others made it.</summary>
    public Task Bind(BrokerObject.Binding binding, CancellationToken cancellationToken) =>
        Try(
            channel =>
                binding.ToQueue
                    ? channel.QueueBindAsync(binding.Destination, binding.Source, binding.RoutingKey, cancellationToken: cancellationToken)
                    : channel.ExchangeBindAsync(
                        binding.Destination,
                        binding.Source,
                        binding.RoutingKey,
                        cancellationToken: cancellationToken
                    ),
            cancellationToken
        );

    /// <summary>
    /// Undoes a binding that never was, which takes the right to write to its destination and changes nothing. Null when that is allowed;
    /// otherwise what is refused.
    /// </summary>
    public async Task<string?> MayWrite(string exchange, string from, CancellationToken cancellationToken)
    {
        var refused = await Try(
            channel => channel.ExchangeUnbindAsync(exchange, from, "no such binding", cancellationToken: cancellationToken),
            cancellationToken
        );
        return
            refused is { ReplyCode: Constants.AccessRefused, ReplyText: var text }
            && text.Contains($"'{exchange}'", StringComparison.Ordinal)
            ? $"{BrokerRefusal.Refused(text)}: it needs write permission on it"
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
    }

    private async Task<BrokerFinding> Find(Func<IChannel, Task> look, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        if (await Try(look, cancellationToken) is not { ReplyCode: Constants.NotFound })
            return new BrokerFinding.There();
        return await Try(declare, cancellationToken) switch
        {
            null => new BrokerFinding.Declared(),
            { ReplyCode: Constants.AccessRefused } refused => new BrokerFinding.Missing(
                BrokerRefusal.Describe(refused) ?? refused.ReplyText
            ),
            // Somebody else made it meanwhile, or its node is down: the broker knows it.
            _ => new BrokerFinding.There(),
        };
    }

    /// <summary>Why the broker refused; null when it did not.</summary>
    private async Task<ShutdownEventArgs?> Try(Func<IChannel, Task> ask, CancellationToken cancellationToken)
    {
        if (_channel is not { IsOpen: true })
        {
            if (_channel is not null)
                await _channel.DisposeAsync();
            _channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        }

        try
        {
            await ask(_channel);
            return null;
        }
        catch (OperationInterruptedException refused) when (connection.IsOpen && refused.ShutdownReason is not null)
        {
            return refused.ShutdownReason;
        }
    }
}

/// <summary>What became of one thing that should be on the broker.</summary>
internal abstract record BrokerFinding
{
    /// <summary>The broker has it.</summary>
    public sealed record There : BrokerFinding;

    /// <summary>The broker did not have it, and has it now.</summary>
    public sealed record Declared : BrokerFinding;

    /// <summary>The broker does not have it, and does not take it from this program.</summary>
    public sealed record Missing(string Reason) : BrokerFinding;
}
