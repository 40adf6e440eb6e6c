using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// Wraps everything an endpoint does with a message: afterwards, whether it succeeded or failed, the message is no longer in flight. If its
/// row still exists because a consumer threw, the message is sent again after the row's lease.
/// </summary>
internal sealed class ReleaseWhenConsumed(InFlightMessages inFlight) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        try
        {
            await next.Send(context);
        }
        finally
        {
            if (context.GetMessageId() is { } messageId)
                inFlight.Release(messageId);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("releaseWhenConsumed");
}
