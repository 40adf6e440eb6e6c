using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Publishes, every few seconds, a message that goes nowhere. A broker with an alarm keeps its connections, delivers, and tells a client
/// that it is blocked only when the client publishes: without this it looks healthy until somebody wants something.
/// </summary>
internal sealed partial class BrokerPulse(RabbitMqPublisher publisher, BusReadiness readiness, TimeProvider clock, ILogger<BrokerPulse> log)
    : BackgroundService
{
    /// <summary>With the publisher's patience, what does not answer is known within 13 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan IntervalWhereForbidden = TimeSpan.FromMinutes(1);

    private volatile string? _unanswered;

    /// <summary>No queue is bound to it.</summary>
    public static RawExchange Exchange { get; } = new("handoff.pulse", RawExchangeType.Fanout);

    /// <summary>Why the broker takes no messages although it is connected; null while it takes them.</summary>
    public string? Problem => _unanswered;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.Ready(stoppingToken);
            while (true)
            {
                var outcome = await publisher.Publish(new RawPublication(Exchange.Name, "", default), stoppingToken);
                Hear(outcome);
                await Task.Delay(outcome.Result == RawPublishResult.Rejected ? IntervalWhereForbidden : Interval, clock, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // A publication that is under way at the stop ends as its channel does.
        }
    }

    private void Hear(RawPublishOutcome outcome)
    {
        var before = _unanswered;
        _unanswered = outcome.Result is RawPublishResult.NotTaken or RawPublishResult.Unconfirmed or RawPublishResult.Unavailable
            ? $"the broker takes no messages: {outcome.Detail}"
            : null;
        if (before is null && _unanswered is { } problem)
            LogSilent(problem);
        else if (before is not null && _unanswered is null)
            LogTakes();
    }

    [LoggerMessage(EventId = 428, Level = LogLevel.Warning, Message = "No message leaves now, all of them wait in the store: {Problem}")]
    private partial void LogSilent(string problem);

    [LoggerMessage(EventId = 429, Level = LogLevel.Information, Message = "The broker takes messages again")]
    private partial void LogTakes();
}
