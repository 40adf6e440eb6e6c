namespace HandoffSaga.Demo.Story;

/// <summary>A station that takes signoffs at <paramref name="Address"/>, until it is disposed of.</summary>
internal sealed record DemoStation(Uri Address, IAsyncDisposable Running) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
