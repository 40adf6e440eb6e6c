using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Scheduled messages that bring their delay with them.</summary>
public static class Delayed
{
    /// <summary>
    /// A message for MassTransit's <c>Schedule</c> that comes when <paramref name="delay"/> has passed on the store's clock, counted from
    /// the commit. The delay that <c>Schedule</c> itself is given, or declares, is not used: it becomes a moment of the machine's clock,
    /// which may be another one.
    /// </summary>
    /// <param name="delay">Zero and less: it leaves right after the commit.</param>
    /// <param name="message">What comes then.</param>
    public static Task<SendTuple<T>> By<T>(TimeSpan delay, T message)
        where T : class => Task.FromResult(new SendTuple<T>(message, Pipe.Execute<SendContext<T>>(send => send.Delay = delay)));
}
