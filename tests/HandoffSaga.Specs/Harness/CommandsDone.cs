using System.Threading.Channels;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Specs.Harness;

/// <summary>The commands of legs whose consumers have come to their end, and so do not look at the clock any more.</summary>
internal sealed class CommandsDone : IConsumeObserver
{
    private readonly Channel<TransferRequest> _done = Channel.CreateUnbounded<TransferRequest>();

    /// <summary>Returns when a command of this transfer is done, with those before it.</summary>
    public async Task Next(string transferId)
    {
        using var patience = new CancellationTokenSource(Station.Patience);
        while ((await _done.Reader.ReadAsync(patience.Token)).TransferId != transferId) { }
    }

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        var request = context.Message switch
        {
            VaultTransferRequested vault => vault.Request,
            NextNodeTransferRequested floor => floor.Request,
            _ => null,
        };
        if (request is not null)
        {
            _done.Writer.TryWrite(request);
        }

        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
