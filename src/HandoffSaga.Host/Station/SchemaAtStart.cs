using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Station;

/// <summary>Brings the store up to this version before anything opens it, and waits for a database server that is not there yet.</summary>
internal sealed partial class SchemaAtStart(ISchema schema, TimeProvider clock, ILogger<SchemaAtStart> logger) : IHostedService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await schema.Migrate(cancellationToken);
                return;
            }
            catch (StoreUnavailableException away)
            {
                Away(pause, away.Message);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The start waits for the store, which is asked again in {Pause}: {Reason}")]
    private partial void Away(TimeSpan pause, string reason);
}
