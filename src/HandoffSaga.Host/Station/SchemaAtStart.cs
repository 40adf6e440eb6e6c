using HandoffSaga.Storage;

namespace HandoffSaga.Host.Station;

/// <summary>A station brings its own file up to this version before anything opens it.</summary>
internal sealed class SchemaAtStart(ISchema schema) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => schema.Migrate(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
