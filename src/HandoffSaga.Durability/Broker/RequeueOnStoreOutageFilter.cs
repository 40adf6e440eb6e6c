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
        for (var cause = context.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is StoreUnavailableException or OperationCanceledException)
                return Task.FromException(new OperationCanceledException("The message goes back to the broker.", cause));
        }

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("requeueOnStoreOutage");
}
