using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>Makes every connection to the broker, one node after the other, and says in words why there is none.</summary>
internal sealed partial class BrokerLogin(RabbitMqOptions options, ILogger<BrokerLogin> log)
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private volatile string? _problem;
    private string? _ofOthers;

    public BrokerAddresses Addresses { get; } = new(options.Hosts);

    /// <summary>Why the newest connection could not be made, in one line; null when it was, and before the first.</summary>
    public string? Problem => _problem;

    /// <summary>Connects to the first node that lets this program in.</summary>
    /// <returns>The connection and the number of its node.</returns>
    /// <exception cref="BrokerAwayException">None does.</exception>
    public async Task<(IConnection Connection, int Node)> Connect(int start, string purpose, CancellationToken cancellationToken)
    {
        List<(string Node, string Problem)> problems = [];
        foreach (var node in Addresses.From(start))
        {
            // The client's own time-outs do not cover the handshakes.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ConnectTimeout);
            try
            {
                var connection = await Factory()
                    .CreateConnectionAsync([Addresses.Endpoint(node, options.Tls)], $"{options.ConnectionName} {purpose}", limit.Token);
                await Prove(connection, limit.Token);
                Tell(null);
                TellOfOthers(problems.Count == 0 ? null : InOneLine(problems));
                return (connection, node);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                var (host, port) = Addresses.Nodes[node];
                problems.Add(($"{host}:{port}", BrokerFailure.Describe(failure, Addresses, options.Tls)));
            }
        }

        var problem = InOneLine(problems);
        Tell(problem);
        throw new BrokerAwayException(problem);
    }

    private static string InOneLine(IEnumerable<(string Node, string Problem)> problems) =>
        string.Join(
            "; ",
            problems
                .GroupBy(of => of.Problem, of => of.Node, StringComparer.Ordinal)
                .Select(same => $"{string.Join(", ", same.Order(StringComparer.Ordinal))}: {same.Key}")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The client does not wait for the broker's word about the virtual host; the first channel does.</summary>
    private static async Task Prove(IConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private ConnectionFactory Factory() =>
        new()
        {
            UserName = Addresses.User,
            Password = Addresses.Password,
            VirtualHost = Addresses.VirtualHost,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = ConnectTimeout,
            HandshakeContinuationTimeout = ConnectTimeout,
            ContinuationTimeout = ConnectTimeout,
            RequestedHeartbeat = Heartbeat,
        };

    /// <summary>Once for each kind of problem, not for each try.</summary>
    private void Tell(string? problem)
    {
        lock (_gate)
        {
            var before = _problem;
            _problem = problem;
            if (problem is not null && problem != before)
                LogAway(problem);
            else if (problem is null && before is not null)
                LogConnected();
        }
    }

    /// <summary>One node lets this program in, and others would not if it were away: once for each kind of problem.</summary>
    private void TellOfOthers(string? problem)
    {
        lock (_gate)
        {
            if (problem is not null && problem != _ofOthers)
                LogOthers(problem);
            _ofOthers = problem ?? _ofOthers;
        }
    }

    [LoggerMessage(EventId = 466, Level = LogLevel.Warning, Message = "Connected to another node of the broker: {Problem}")]
    private partial void LogOthers(string problem);

    [LoggerMessage(EventId = 460, Level = LogLevel.Warning, Message = "No connection to the broker, it is tried again: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(EventId = 461, Level = LogLevel.Warning, Message = "Connected to the broker again")]
    private partial void LogConnected();
}
