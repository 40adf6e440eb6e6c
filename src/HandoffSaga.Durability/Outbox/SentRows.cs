using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Deletes the rows of confirmed messages in groups: each group is what was confirmed while the previous one was being deleted. The
/// messages count as in flight until then, so that the sweeper skips them.
/// </summary>
internal sealed partial class SentRows(
    IStore store,
    StoreOutage outage,
    InFlightMessages inFlight,
    DurabilityOptions options,
    ILogger<SentRows> log
) : IHostedService
{
    private const string Sent = "sent";

    private readonly Channel<Guid> _confirmed = Channel.CreateUnbounded<Guid>(new() { SingleReader = true });
    private Task _removing = Task.CompletedTask;

    public void Forget(Guid messageId) => _confirmed.Writer.TryWrite(messageId);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _removing = Task.Run(Run, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Deletes the rows confirmed by now, if there is time left for it; messages whose rows stay are sent a second time.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _confirmed.Writer.TryComplete();
        // WhenAny: neither a time-out nor a failed delete keeps the program from stopping.
        await Task.WhenAny(_removing.WaitAsync(cancellationToken));
    }

    private async Task Run()
    {
        var group = new List<Guid>();
        while (await _confirmed.Reader.WaitToReadAsync())
        {
            while (group.Count < options.MaxGroup && _confirmed.Reader.TryRead(out var messageId))
                group.Add(messageId);
            await Remove(group);
            group.Clear();
        }
    }

    private async Task Remove(List<Guid> group)
    {
        try
        {
            while (!await TryRemove(group))
                await outage.Back(CancellationToken.None);
        }
        catch (Exception failure)
        {
            // The rows still exist: their messages are sent a second time, which is idempotent.
            LogNotRemoved(failure, group.Count);
        }

        foreach (var messageId in group)
            inFlight.Release(messageId);
    }

    private async Task<bool> TryRemove(List<Guid> group)
    {
        try
        {
            await Task.WhenAll(
                group.Select(messageId => store.Commit(new UnitOfWork(Sent) { Consumed = messageId }, CancellationToken.None))
            );
            return true;
        }
        catch (StoreUnavailableException) when (outage.IsLong)
        {
            return false;
        }
    }

    [LoggerMessage(
        EventId = 105,
        Level = LogLevel.Warning,
        Message = "The rows of {Count} sent messages could not be removed; the messages are sent again."
    )]
    private partial void LogNotRemoved(Exception failure, int count);
}
