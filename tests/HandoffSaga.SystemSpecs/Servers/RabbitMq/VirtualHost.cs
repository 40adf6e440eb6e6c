using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Servers.RabbitMq;

/// <summary>A virtual host of one class of specifications, seen as an operator sees it.</summary>
internal sealed class VirtualHost(string name, Uri amqp, HttpClient management) : IAsyncDisposable
{
    private IConnection? _connection;

    /// <summary>The address with user and password.</summary>
    public Uri Amqp => amqp;

    public string Name => name;

    /// <summary>The queues with their arguments, by name.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> Queues() =>
        (
            await management.GetFromJsonAsync<JsonElement[]>(
                new Uri($"api/queues/{name}?disable_stats=true&enable_queue_totals=true", UriKind.Relative)
            )
        )!.ToDictionary(queue => queue.GetProperty("name").GetString()!);

    public async Task<IReadOnlyList<string>> Exchanges() =>
        [
            .. (await management.GetFromJsonAsync<JsonElement[]>(new Uri($"api/exchanges/{name}", UriKind.Relative)))!.Select(exchange =>
                exchange.GetProperty("name").GetString()!
            ),
        ];

    /// <summary>The bindings, without those that the broker makes itself.</summary>
    public async Task<IReadOnlyList<BrokerBinding>> Bindings() =>
        [
            .. (await management.GetFromJsonAsync<JsonElement[]>(new Uri($"api/bindings/{name}", UriKind.Relative)))!
                .Select(binding => new BrokerBinding(
                    binding.GetProperty("source").GetString()!,
                    binding.GetProperty("destination").GetString()!,
                    binding.GetProperty("destination_type").GetString() == "queue",
                    binding.GetProperty("routing_key").GetString()!
                ))
                .Where(binding => binding.Source.Length > 0),
        ];

    /// <summary>A channel that confirms what is published on it, on a connection that is opened again when the broker was away.</summary>
    public async Task<IChannel> Channel()
    {
        if (_connection is not { IsOpen: true })
        {
            if (_connection is not null)
            {
                await _connection.DisposeAsync();
            }

            _connection = await new ConnectionFactory { Uri = amqp, AutomaticRecoveryEnabled = false }.CreateConnectionAsync("specs");
        }

        return await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
    }

    /// <summary>Messages in a queue, told by the queue itself; counts of the management plugin lag behind.</summary>
    public async Task<uint> Count(string queue)
    {
        await using var channel = await Channel();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>Consumers of these queues together, told by the queues themselves.</summary>
    public async Task<uint> Consumers(IEnumerable<string> queues)
    {
        await using var channel = await Channel();
        var consumers = 0u;
        foreach (var queue in queues)
        {
            consumers += await channel.ConsumerCountAsync(queue);
        }

        return consumers;
    }

    /// <summary>
    /// Messages of these queues that consumers have and did not acknowledge, as the management plugin shows them to people.
    /// </summary>
    public async Task<int> Unacknowledged(IEnumerable<string> queues)
    {
        var shown = await Queues();
        return queues.Sum(queue => shown[queue].GetProperty("messages_unacknowledged").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        using var gone = await management.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative));
    }
}

/// <summary>What leads from an exchange to a queue or another exchange.</summary>
internal sealed record BrokerBinding(string Source, string Destination, bool ToQueue, string RoutingKey);
