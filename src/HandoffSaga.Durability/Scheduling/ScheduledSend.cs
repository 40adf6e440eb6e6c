using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Marks a message on its way into the outbox as scheduled. Values set by the sender's own pipe take precedence.</summary>
internal sealed class ScheduledSend<T>(IPipe<SendContext<T>> pipe, DateTime moment, Guid token) : IPipe<SendContext<T>>
    where T : class
{
    public Guid Token { get; private set; } = token;

    public async Task Send(SendContext<T> context)
    {
        context.ScheduledMessageId = Token;
        if (pipe.IsNotEmpty())
            await pipe.Send(context);
        context.Delay ??= moment.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime;
        Token = context.ScheduledMessageId ?? Token;
        context.Headers.Set(MessageHeaders.SchedulingTokenId, Token.ToString("D"));
    }

    public void Probe(ProbeContext context) => pipe.Probe(context);
}
