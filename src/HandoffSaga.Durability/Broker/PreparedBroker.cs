using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Declares the exchanges to publish to as soon as the broker answers, without delaying start-up.</summary>
internal sealed partial class PreparedBroker(
    RabbitMqPublisher publisher,
    BusReadiness readiness,
    TimeProvider clock,
    ILogger<PreparedBroker> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        readiness.Prepared(false);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await publisher.Prepare(stoppingToken);
                readiness.Prepared(true);
                return;
            }
            catch (Exception away) when (!stoppingToken.IsCancellationRequested)
            {
                // Why there is no connection is said by who makes it.
                if (away is not BrokerAwayException)
                    LogAway(Pause, away.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(
        EventId = 402,
        Level = LogLevel.Warning,
        Message = "The broker's exchanges are not declared yet; next try in {Pause}: {Reason}"
    )]
    private partial void LogAway(TimeSpan pause, string reason);
}
