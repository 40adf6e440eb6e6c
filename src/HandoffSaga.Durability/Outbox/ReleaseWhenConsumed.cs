using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// Around everything an endpoint does with a message: however that ends, the bus no longer holds it afterwards. If its row is still there,
/// because a consumer threw, the message comes again after the row's lease.
/// </summary>
internal sealed class ReleaseWhenConsumed(InFlightMessages held) : IFilter<ReceiveContext>
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
                held.Release(messageId);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("heldUntilConsumed");
}
