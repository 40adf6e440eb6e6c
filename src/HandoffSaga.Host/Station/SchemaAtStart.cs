using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Station;

/// <summary>Migrates the store to this version before anything opens it, and waits for a database server that is unavailable.</summary>
internal sealed partial class SchemaAtStart(ISchema schema, TimeProvider clock, ILogger<SchemaAtStart> logger) : IHostedService
{
    private static readonly Backoff Backoff = Backoff.Exponential(TimeSpan.FromMilliseconds(250), longest: TimeSpan.FromSeconds(5));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await schema.Migrate(cancellationToken);
                return;
            }
            catch (StoreUnavailableException e)
            {
                var pause = Backoff.After(attempt);
                Away(pause, e.Message);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(10, LogLevel.Warning, "Store unavailable at start-up, retrying in {Pause}: {Reason}")]
    private partial void Away(TimeSpan pause, string reason);
}
