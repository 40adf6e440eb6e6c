using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Looks every few seconds whether everything is still there that was declared when the program started, and declares again what somebody
/// deleted. A client hears of a deleted queue only if it consumes from it, and of a deleted exchange or binding never.
/// </summary>
internal sealed partial class BrokerWatch(
    BrokerConnection connection,
    Lazy<BrokerPlan> plan,
    RabbitMqOptions options,
    BusReadiness readiness,
    TimeProvider clock,
    ILogger<BrokerWatch> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(8);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private volatile string? _problem;

    /// <summary>What is missing and which permission it would take, in one line; null when nothing is.</summary>
    public string? Problem => _problem;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await readiness.Ready(stoppingToken);
        // A fault in the plan is no trouble of a connection: it ends this service, which is logged and started again.
        var all = plan.Value;
        while (true)
        {
            try
            {
                Tell(await Look(all, stoppingToken));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Without a connection there is nothing to look at; who makes it says why.
                LogNotLooked(failure);
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<string>> Look(BrokerPlan all, CancellationToken cancellationToken)
    {
        // A connection of its own would be one more for the broker; a channel of its own, since each refusal closes it.
        await using var look = new BrokerLook(await connection.Open(cancellationToken), options);
        List<string> problems = [];
        foreach (var item in all.Objects)
        {
            switch (item)
            {
                case BrokerObject.Exchange(var name, var type, var isNeeded):
                    Judge($"exchange {name}", await look.Exchange(name, type, cancellationToken), isNeeded, problems);
                    break;
                case BrokerObject.Queue(var name, var isOurs):
                    Judge($"queue {name}", await look.Queue(name, cancellationToken), isOurs, problems);
                    break;
                case BrokerObject.Binding binding:
                    await look.Bind(binding, cancellationToken);
                    break;
            }
        }

        foreach (var exchange in all.Written)
        {
            if (await look.MayWrite(exchange, BrokerPulse.Exchange.Name, cancellationToken) is { } refused)
                problems.Add(refused);
        }

        return problems;
    }

    private void Judge(string what, BrokerFinding finding, bool isNeeded, List<string> problems)
    {
        switch (finding)
        {
            case BrokerFinding.Declared:
                if (!_seen.Add(what))
                    LogDeclared(what);
                break;
            case BrokerFinding.Missing(var reason) when isNeeded || _seen.Contains(what):
                problems.Add($"{what} is missing and cannot be declared: {reason}");
                break;
            case BrokerFinding.There:
                _seen.Add(what);
                break;
        }
    }

    private void Tell(IReadOnlyList<string> problems)
    {
        var problem = problems.Count == 0 ? null : string.Join("; ", problems);
        var before = _problem;
        _problem = problem;
        if (problem is not null && problem != before)
            LogMissing(problem);
        else if (problem is null && before is not null)
            LogComplete();
    }

    [LoggerMessage(EventId = 462, Level = LogLevel.Warning, Message = "Somebody deleted {What} from the broker; it is declared again")]
    private partial void LogDeclared(string what);

    [LoggerMessage(EventId = 463, Level = LogLevel.Error, Message = "The broker lacks what this program needs: {Problem}")]
    private partial void LogMissing(string problem);

    [LoggerMessage(
        EventId = 464,
        Level = LogLevel.Warning,
        Message = "The broker has the exchanges and queues again that this program needs"
    )]
    private partial void LogComplete();

    [LoggerMessage(EventId = 465, Level = LogLevel.Debug, Message = "Exchanges and queues were not looked at")]
    private partial void LogNotLooked(Exception failure);
}
