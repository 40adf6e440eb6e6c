using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// Returns a message to the broker instead of the error queue when it only waited for the store or was interrupted by shutdown. In the
/// error queue nobody could do anything about it.
/// </summary>
internal sealed class RequeueOnStoreOutageFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var waited = context.Exception.Causes().FirstOrDefault(cause => cause is StoreUnavailableException or OperationCanceledException);
        return waited is null
            ? next.Send(context)
            : Task.FromException(new OperationCanceledException("The message goes back to the broker.", waited));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("requeueOnStoreOutage");
}
