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

    /// <summary>All nodes, as <c>Bus:Url</c> takes them.</summary>
    public string Url => string.Join(',', Seen.Select(from => from.Amqp.AbsoluteUri));

    /// <summary>The number of the node by this name.</summary>
    public int Find(string name) => nodes.Index().Single(node => node.Item.Name == name).Index;

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
}
