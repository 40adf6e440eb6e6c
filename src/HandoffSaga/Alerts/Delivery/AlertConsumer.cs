using HandoffSaga.Durability;
using HandoffSaga.Messages;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Alerts.Delivery;

/// <summary>
/// Posts an alert to its address. Until the address accepts it, the alert is published again for later, in the unit of work that consumes
/// the message.
/// </summary>
internal sealed partial class AlertConsumer(AlertPost post, AlertOptions targets, ILogger<AlertConsumer> logger) : IConsumer<AlertDelivery>
{
    /// <summary>The wait before the next post to an address that did not accept an alert. No alert is lost.</summary>
    public static readonly Backoff Backoff = new(
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10)
    );

    public async Task Consume(ConsumeContext<AlertDelivery> context)
    {
        var delivery = context.Message;
        if (!targets.All.Contains(delivery.Url))
        {
            // Only configured addresses are called: a mistyped one must not be called forever after its correction.
            LogTargetGone(delivery.Url, delivery.Alert);
            return;
        }

        var key =
            delivery.FirstMessageId
            ?? context.MessageId
            ?? throw new InvalidOperationException(
                "An alert has no message id; without one, repetitions cannot be distinguished from new alerts."
            );
        if (await post.Send(delivery.Url, delivery.Alert, key, context.CancellationToken) is not { } error)
            return;

        var delay = Backoff.After(delivery.Attempt);
        LogNotTaken(delivery.Url, delivery.Alert.AlertType, delivery.Alert.PackageId, delivery.Attempt, error, delay);
        await context.Publish(
            delivery with
            {
                Attempt = delivery.Attempt + 1,
                FirstMessageId = key,
            },
            send => send.Delay = delay,
            context.CancellationToken
        );
    }

    [LoggerMessage(
        EventId = 502,
        Level = LogLevel.Warning,
        Message = "{Url} did not accept alert {AlertType} for {PackageId} at attempt {Attempt}: {Error}. Retrying in {Delay}."
    )]
    private partial void LogNotTaken(Uri url, string alertType, string? packageId, int attempt, string error, TimeSpan delay);

    [LoggerMessage(EventId = 503, Level = LogLevel.Warning, Message = "{Url} is no longer configured, so alert {Alert} is dropped.")]
    private partial void LogTargetGone(Uri url, TransferAlert alert);
}
