using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Scheduled messages that carry their own delay.</summary>
public static class Delayed
{
    /// <summary>
    /// A message for MassTransit's <c>Schedule</c> that is delivered when <paramref name="delay"/> has passed on the store's clock, counted
    /// from the commit. The delay passed to or declared by <c>Schedule</c> itself is not used: MassTransit turns it into a time on the
    /// machine's clock, which may differ from the store's.
    /// </summary>
    /// <param name="delay">Zero or less: it is sent right after the commit.</param>
    /// <param name="message">The message to deliver.</param>
    public static Task<SendTuple<T>> By<T>(TimeSpan delay, T message)
        where T : class => Task.FromResult(new SendTuple<T>(message, Pipe.Execute<SendContext<T>>(send => send.Delay = delay)));
}
