using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// Before the queue of errors: a message that only waited for the store, or for the program to end, goes back to the broker instead. Nobody
/// could do anything about it there.
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

    public void Probe(ProbeContext context) => context.CreateFilterScope("absenceIsNoError");
}
