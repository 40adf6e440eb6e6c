using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.Host.Settings;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Texts;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether each node of the broker lets this program in, as the service would come. Nothing is declared or published.</summary>
internal static class BrokerCheck
{
    private const string Name = "broker";

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!settings.Bus.HasBroker)
            return [];
        var found = new List<Finding>();
        foreach (var node in settings.Bus.Urls)
            found.Add(await Look(node, new BrokerTls(settings.Bus.Tls, clock), cancellationToken));
        return found;
    }

    private static async Task<Finding> Look(Uri node, BrokerTls tls, CancellationToken cancellationToken)
    {
        var options = new RabbitMqOptions
        {
            Hosts = [node],
            Tls = tls,
            ConnectionName = "handoff",
        };
        try
        {
            var (connection, _) = await new BrokerLogin(options, NullLogger<BrokerLogin>.Instance).Connect(0, "doctor", cancellationToken);
            await using (connection)
            {
                var what = $"RabbitMQ {Version(connection)} at {node.Scheme}://{node.Authority}";
                await connection.CloseAsync(cancellationToken);
                return Finding.Ok(Name, PrintableText.Escape(what));
            }
        }
        catch (BrokerAwayException away)
        {
            return Finding.Failed(
                Name,
                PrintableText.Escape(away.Message),
                "Start the broker, or correct Bus:Url and Bus:Tls. Meanwhile what was accepted is kept in the store."
            );
        }
    }

    private static string Version(IConnection connection) =>
        connection.ServerProperties is { } properties && properties.TryGetValue("version", out var value) && value is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "?";
}
