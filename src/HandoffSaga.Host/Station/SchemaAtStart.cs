using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Station;

/// <summary>Migrates the store to this version before anything opens it, and waits for a database server that is unavailable.</summary>
internal sealed partial class SchemaAtStart(ISchema schema, TimeProvider clock, ILogger<SchemaAtStart> logger) : IHostedService
{
    private static readonly Backoff Backoff = Backoff.Exponential(TimeSpan.FromMilliseconds(250), longest: TimeSpan.FromSeconds(5));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string? reported = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await schema.Migrate(cancellationToken);
                if (reported is not null)
                    Restored(attempt - 1);
                return;
            }
            catch (StoreUnavailableException e)
            {
                var pause = Backoff.After(attempt);
                if (e.Message != reported)
                    Unavailable(e.Message);
                reported = e.Message;
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(10, LogLevel.Warning, "Store unavailable at start-up, retrying until it answers: {Reason}")]
    private partial void Unavailable(string reason);

    [LoggerMessage(12, LogLevel.Warning, "The store answers after {Count} tries")]
    private partial void Restored(int count);
}
