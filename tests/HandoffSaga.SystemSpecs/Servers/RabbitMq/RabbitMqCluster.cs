using HandoffSaga.Durability;

namespace HandoffSaga.SystemSpecs.Servers.RabbitMq;

/// <summary>Three nodes of Debian's RabbitMQ on loopback, which hold every quorum queue three times.</summary>
internal sealed class RabbitMqCluster(IReadOnlyList<PrivateRabbitMq> nodes) : IAsyncDisposable
{
    public static async Task<RabbitMqCluster> Start()
    {
        var first = (PrivateRabbitMq)await PrivateRabbitMq.Start();
        return new RabbitMqCluster([first, await first.Join(), await first.Join()]);
    }

    /// <summary>The virtual host that was there from the beginning, seen from each node.</summary>
    public IReadOnlyList<VirtualHost> Seen { get; } = [.. nodes.Select(node => node.SeenFromHere("%2F"))];

    /// <summary>All nodes, as <c>Bus:Url</c> takes them. Who connects begins with the first.</summary>
    public string Url => Joined(Seen);

    /// <summary>All nodes, with this one as the last that is tried.</summary>
    public string UrlWithLast(int node) => Joined([.. Seen.Where((_, number) => number != node), Seen[node]]);

    /// <summary>The number of the node by this name.</summary>
    public int Find(string name) => nodes.Index().Single(node => node.Item.Name == name).Index;

    /// <summary>Makes quorum queues that this node leads, as the program would declare them.</summary>
    public async Task LetLead(int node, params string[] queues)
    {
        await using var channel = await Seen[node].Channel();
        foreach (var queue in queues)
        {
            await channel.QueueDeclareAsync(
                queue,
                durable: true,
                exclusive: false,
                autoDelete: false,
                BrokerQueues.Arguments(BrokerQueueType.Quorum),
                cancellationToken: TestContext.Current.CancellationToken
            );
        }
    }

    /// <summary>kill -9.</summary>
    public Task Kill(int node) => nodes[node].Kill();

    public async ValueTask DisposeAsync()
    {
        // The first has the others' home and goes last.
        foreach (var node in nodes.Reverse())
        {
            await node.DisposeAsync();
        }
    }

    private static string Joined(IEnumerable<VirtualHost> seen) => string.Join(',', seen.Select(from => from.Amqp.AbsoluteUri));
}
