using System.Text.Json;
using HandoffSaga.Durability;
using HandoffSaga.Messages;

namespace HandoffSaga.Alerts;

/// <summary>Where the broker's listeners find alerts: a topic exchange, the alert's type being the routing key.</summary>
internal static class AlertExchange
{
    public static RawExchange Declared { get; } = new("handoff.alerts", RawExchangeType.Topic);

    public static RawPublication Publication(TransferAlert alert) =>
        new(Declared.Name, alert.AlertType, JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Default.TransferAlert))
        {
            Type = alert.AlertType,
        };
}
