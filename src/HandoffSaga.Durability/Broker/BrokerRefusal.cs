using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Durability;

/// <summary>What the broker refused, and which permission it would take.</summary>
internal static class BrokerRefusal
{
    private const string Prefix = "ACCESS_REFUSED - ";

    // Class and method by AMQP 0-9-1, 1.2.
    private static readonly Dictionary<(ushort Class, ushort Method), string> Permissions = new()
    {
        [(40, 10)] = "configure",
        [(40, 30)] = "write permission on the exchange that receives and read permission on the one that sends",
        [(40, 40)] = "write permission on the exchange that receives and read permission on the one that sends",
        [(50, 10)] = "configure",
        [(50, 20)] = "write permission on the queue and read permission on the exchange",
        [(60, 20)] = "read",
        [(60, 40)] = "write",
    };

    /// <summary>In one line; null when a permission is not what is missing.</summary>
    public static string? Describe(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationInterruptedException { ShutdownReason: { } reason } && Describe(reason) is { } words)
                return words;
        }

        return null;
    }

    /// <summary>In one line; null when a permission is not what is missing.</summary>
    public static string? Describe(ShutdownEventArgs reason)
    {
        if (reason.ReplyCode != Constants.AccessRefused)
            return null;
        var what = Refused(reason.ReplyText);
        return Permissions.TryGetValue((reason.ClassId, reason.MethodId), out var needed)
            ? $"{what}: it needs {(needed.Contains(' ', StringComparison.Ordinal) ? needed : $"{needed} permission on it")}"
            : what;
    }

    /// <summary>The broker's words without its code.</summary>
    public static string Refused(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
}
