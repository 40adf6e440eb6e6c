using HandoffSaga.Durability;
using HandoffSaga.Messages;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Alerts.Delivery;

/// <summary>
/// Posts an alert to its address, and until that has taken it publishes it again for later, in the same unit of work that takes the
/// message.
/// </summary>
internal sealed partial class AlertConsumer(AlertPost post, AlertOptions targets, ILogger<AlertConsumer> logger) : IConsumer<AlertDelivery>
{
    /// <summary>How long an address that did not take an alert is left alone. An alert is not lost.</summary>
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
            // No connection is opened that the configuration does not name; a mistyped address must not be called for ever after its
            // correction.
            LogTargetGone(delivery.Url, delivery.Alert);
            return;
        }

        var key =
            delivery.FirstMessageId
            ?? context.MessageId
            ?? throw new InvalidOperationException(
                "An alert came without a message id; without one its repetitions cannot be told from new alerts."
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
        Message = "{Url} did not take alert {AlertType} for {PackageId} at attempt {Attempt}: {Error}. Next in {Delay}."
    )]
    private partial void LogNotTaken(Uri url, string alertType, string? packageId, int attempt, string error, TimeSpan delay);

    [LoggerMessage(
        EventId = 503,
        Level = LogLevel.Warning,
        Message = "{Url} is not in the configuration any more, it will not get {Alert}."
    )]
    private partial void LogTargetGone(Uri url, TransferAlert alert);
}
