using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// The complete pipeline of a raw endpoint: it runs before anything that would read the message, and calls no further filter. Returning
/// acknowledges the delivery, an exception returns it to the broker.
/// </summary>
internal sealed partial class RawReceiveFilter(
    string queue,
    Lazy<IRawMessageHandler> handler,
    Func<Exception, bool> isTheMessages,
    PoisonQueue poison,
    TimeProvider clock,
    ILogger<RawReceiveFilter> log
) : IFilter<ReceiveContext>
{
    /// <summary>The broker redelivers a returned message immediately.</summary>
    private static readonly TimeSpan PauseBeforeGivingBack = TimeSpan.FromMilliseconds(500);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var message = RawMessageReader.Read(queue, context);
        try
        {
            await handler.Value.Handle(message, context.CancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogGivenBack(queue, message.MessageId, unavailable.Message);
            await Task.Delay(PauseBeforeGivingBack, clock, context.CancellationToken);
            throw;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure) when (!isTheMessages(failure))
        {
            LogGivenBack(queue, message.MessageId, failure.Message);
            await Task.Delay(PauseBeforeGivingBack, clock, context.CancellationToken);
            throw;
        }
        catch (Exception surprise)
        {
            LogSurprise(surprise, queue, message.MessageId, PoisonQueue.Queue);
            await poison.Put(message, surprise, context.CancellationToken);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("raw");

    [LoggerMessage(
        EventId = 411,
        // All messages of an outage go back. Whoever found the outage logs it, once.
        Level = LogLevel.Debug,
        Message = "A message on {Queue} ({MessageId}) is returned to the broker: {Reason}"
    )]
    private partial void LogGivenBack(string queue, string? messageId, string reason);

    [LoggerMessage(
        EventId = 412,
        Level = LogLevel.Error,
        Message = "A message on {Queue} ({MessageId}) could not be handled and is moved to {Poison}."
    )]
    private partial void LogSurprise(Exception surprise, string queue, string? messageId, string poison);
}
