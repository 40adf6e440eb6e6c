using System.Text.Json;
using HandoffSaga.Durability;
using HandoffSaga.Messages;

namespace HandoffSaga.Alerts;

/// <summary>The broker's exchange for alerts: a topic exchange with the alert's type as the routing key.</summary>
internal static class AlertExchange
{
    public static RawExchange Declared { get; } = new("handoff.alerts", RawExchangeType.Topic);

    public static RawPublication Publication(TransferAlert alert) =>
        new(Declared.Name, alert.AlertType, JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Default.TransferAlert))
        {
            Type = alert.AlertType,
        };
}
