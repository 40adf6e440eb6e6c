using System.Text.Json;
using RabbitMQ.Client;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>A receipt as the message it travels in (docs/wire.md section 2, "Over RabbitMQ").</summary>
internal static class BrokerReceipt
{
    /// <summary>The exchange, not the queue of the same name: the broker's users for hubs may publish to nothing else.</summary>
    public const string Exchange = "handoff.receipts";

    public static BasicProperties Properties(StandInReceipt receipt) =>
        new()
        {
            Persistent = true,
            ContentType = "application/json",
            CorrelationId = receipt.Request.TransferId,
        };

    public static byte[] Body(StandInReceipt receipt)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            receipt.Write(json);
        return buffer.ToArray();
    }

    /// <summary>A status in place of a receipt is HTTP's; over a broker it is a rejection, final where the status is.</summary>
    public static bool IsRetryable(int status) => status is 408 or 423 or 425 or 429 or >= 500;
}
