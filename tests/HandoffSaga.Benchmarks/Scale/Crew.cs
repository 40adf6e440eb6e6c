using System.Text;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Plant;
using RabbitMQ.Client;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>One or more dispatchers on one ground, and the Guardian that sends them signoffs.</summary>
/// <param name="ground">What they share.</param>
/// <param name="replicas">How many they are.</param>
/// <param name="more">Further arguments for each.</param>
internal sealed class Crew(Ground ground, int replicas, params string[] more) : IVariant
{
    private readonly List<DispatcherProcess> _dispatchers = [];
    private IConnection? _guardian;
    private IChannel? _intake;

    /// <summary>What counts as done: one of the lines of <see cref="Dispatcher"/>.</summary>
    public string Goal { get; set; } = Dispatcher.Complete;

    public IReadOnlyList<DispatcherProcess> Dispatchers => _dispatchers;

    public event Action<string>? Completed;

    /// <summary>Raised with every line about a package, whatever counts as done.</summary>
    public event Action<string, string>? Told;

    public async Task Start()
    {
        for (var replica = 0; replica < replicas; replica++)
        {
            _dispatchers.Add(await DispatcherProcess.Start([.. ground.Arguments(replica), .. more], Take));
        }

        if (ground.Broker is { } broker)
        {
            _guardian = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
            _intake = await _guardian.CreateChannelAsync(BatchStage.Confirmed);
        }
    }

    public async Task Submit(string packageId, byte[] signoff)
    {
        if (_intake is null)
        {
            await Station(Encoding.UTF8.GetString(signoff));
            return;
        }

        await _intake.BasicPublishAsync(
            "guardian.signoffs",
            "",
            mandatory: true,
            new BasicProperties { Persistent = true, ContentType = "application/json" },
            signoff
        );
    }

    public Task Tell(string line) => Task.WhenAll(_dispatchers.Select(dispatcher => dispatcher.Say(line)));

    /// <summary>CPU time of all dispatchers, and of the servers.</summary>
    public (TimeSpan Program, Usage Servers) Used()
    {
        var servers = ground.Used();
        return (_dispatchers.Aggregate(TimeSpan.Zero, (sum, dispatcher) => sum + dispatcher.Cpu), servers);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guardian is not null)
        {
            await _guardian.DisposeAsync();
        }

        foreach (var dispatcher in _dispatchers)
        {
            await dispatcher.DisposeAsync();
        }
    }

    // A canonical signoff has no line break in it.
    private async Task Station(string signoff)
    {
        await _oneLine.WaitAsync();
        try
        {
            await _dispatchers[0].Say(signoff);
        }
        finally
        {
            _oneLine.Release();
        }
    }

    private readonly SemaphoreSlim _oneLine = new(1, 1);

    private void Take(string what, string packageId)
    {
        Told?.Invoke(what, packageId);
        if (what == Goal)
        {
            Completed?.Invoke(packageId);
        }
    }
}
