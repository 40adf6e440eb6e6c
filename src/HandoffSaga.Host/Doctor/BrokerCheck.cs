using System.Text;
using HandoffSaga.Host.Settings;
using HandoffSaga.Texts;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether each node of the broker can be logged in to. Nothing is declared or published.</summary>
internal static class BrokerCheck
{
    private const string Name = "broker";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.Bus.HasBroker)
            return [];
        var found = new List<Finding>();
        foreach (var node in settings.Bus.Urls)
            found.Add(await Look(node, cancellationToken));
        return found;
    }

    private static async Task<Finding> Look(Uri node, CancellationToken cancellationToken)
    {
        var place = $"{node.Scheme}://{node.Authority}";
        try
        {
            var factory = new ConnectionFactory
            {
                Uri = node,
                AutomaticRecoveryEnabled = false,
                RequestedConnectionTimeout = Patience,
                ClientProvidedName = "handoff doctor",
            };
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            var version =
                connection.ServerProperties is { } properties && properties.TryGetValue("version", out var value) && value is byte[] text
                    ? Encoding.UTF8.GetString(text)
                    : "?";
            var what = $"RabbitMQ {version} at {place}";
            await connection.CloseAsync(cancellationToken);
            return Finding.Ok(Name, PrintableText.Escape(what));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return failure is BrokerUnreachableException { InnerException: AuthenticationFailureException }
                ? Finding.Failed(Name, $"{place} rejects the user or the password", "Correct Bus:Url.")
                : Finding.Failed(
                    Name,
                    PrintableText.Escape($"{place} does not answer: {failure.GetBaseException().Message}"),
                    "Start the broker, or correct Bus:Url. Meanwhile what was accepted is kept in the store."
                );
        }
    }
}
