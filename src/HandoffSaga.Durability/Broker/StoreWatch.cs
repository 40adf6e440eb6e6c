using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// While the store is away for long nothing is taken from the broker: deliveries that wait unacknowledged would outlast the broker's patience with a consumer, and
/// then close its channel again and again.
/// </summary>
internal sealed partial class StoreWatch(PatientStore store, BrokerHealth health, DurabilityOptions options, TimeProvider clock, ILogger<StoreWatch> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await store.LongAbsence(options.LongAbsence, stoppingToken).ConfigureAwait(false);
                var stopped = health.Endpoints;
                LogStopping(options.LongAbsence, stopped.Count);
                await Task.WhenAll(stopped.Select(Stop)).ConfigureAwait(false);
                await store.CountOutbox(stoppingToken).ConfigureAwait(false);
                LogStarting(stopped.Count);
                foreach (var endpoint in stopped)
                    Start(endpoint);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or StoreUnavailableException && stoppingToken.IsCancellationRequested)
        {
            // The end of the program.
        }
    }

    /// <summary>Whoever consumes waits for the store; what it holds goes back to the broker.</summary>
    private async Task Stop(IReceiveEndpoint endpoint)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await endpoint.Stop(patience.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNot("stop", endpoint.InputAddress, failure.Message);
        }
    }

    private void Start(IReceiveEndpoint endpoint)
    {
        try
        {
            endpoint.Start(CancellationToken.None);
        }
        catch (Exception failure)
        {
            // One that did not stop goes on by itself.
            LogNot("start", endpoint.InputAddress, failure.Message);
        }
    }

    [LoggerMessage(EventId = 421, Level = LogLevel.Warning, Message = "The store is away for {Absence}: {Count} endpoints stop taking messages until it is back.")]
    private partial void LogStopping(TimeSpan absence, int count);

    [LoggerMessage(EventId = 423, Level = LogLevel.Warning, Message = "Could not {Verb} {Endpoint}: {Reason}")]
    private partial void LogNot(string verb, Uri endpoint, string reason);

    [LoggerMessage(EventId = 422, Level = LogLevel.Information, Message = "The store is back: {Count} endpoints take messages again.")]
    private partial void LogStarting(int count);
}
