using System.Text.Json.Nodes;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.SystemSpecs.Deployment;

/// <summary><c>deploy/rabbitmq/definitions.json</c> in a virtual host of a specification, its users under names of their own.</summary>
internal sealed class DefinedBroker(RabbitMqServer server, VirtualHost broker, IReadOnlyList<string> users) : IAsyncDisposable
{
    public static async Task<DefinedBroker> Set(RabbitMqServer server, VirtualHost broker)
    {
        var definitions = JsonNode
            .Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/rabbitmq/definitions.json")))!
            .AsObject();
        definitions["vhosts"] = new JsonArray();
        List<string> users = [];
        foreach (var user in definitions["users"]!.AsArray())
        {
            users.Add((string)user!["name"]!);
            user["name"] = $"{broker.Name}-{user["name"]}";
        }

        foreach (var item in definitions.SelectMany(section => section.Value!.AsArray()).OfType<JsonObject>())
        {
            if (item.ContainsKey("vhost"))
            {
                item["vhost"] = broker.Name;
            }

            if (item["user"] is { } user)
            {
                item["user"] = $"{broker.Name}-{user}";
            }
        }

        await server.Import(definitions.ToJsonString());
        return new DefinedBroker(server, broker, users);
    }

    /// <summary>Where <paramref name="user"/> connects, with the password for development that deploy/README.md has.</summary>
    public Uri As(string user) => new UriBuilder(broker.Amqp) { UserName = $"{broker.Name}-{user}", Password = $"{user}-dev" }.Uri;

    /// <summary>Done by <paramref name="user"/>; false when the broker says that this user may not.</summary>
    public async Task<bool> May(string user, Func<IChannel, Task> act)
    {
        await using var connection = await new ConnectionFactory { Uri = As(user), AutomaticRecoveryEnabled = false }.CreateConnectionAsync(
            $"specs as {user}"
        );
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        try
        {
            await act(channel);
            return true;
        }
        catch (Exception refused)
            when (refused is OperationInterruptedException or AlreadyClosedException or OperationCanceledException
                && channel.CloseReason?.ReplyCode == Constants.AccessRefused
            )
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var user in users)
        {
            await server.DeleteUser($"{broker.Name}-{user}");
        }
    }
}
