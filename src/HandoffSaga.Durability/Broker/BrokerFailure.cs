using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Durability;

/// <summary>Why a connection to a node could not be made, in one line for people.</summary>
internal static class BrokerFailure
{
    private const ushort NotAllowed = Constants.NotAllowed;

    public static string Describe(Exception failure, BrokerAddresses addresses, IBrokerTls? tls) =>
        tls?.Describe(failure)
        ?? Causes(failure).Select(cause => Known(cause, addresses)).FirstOrDefault(known => known is not null)
        ?? Causes(failure).Last().Message.ReplaceLineEndings(" ");

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string? Known(Exception cause, BrokerAddresses addresses) =>
        cause switch
        {
            AuthenticationFailureException => Rejected(addresses.User),
            OperationInterruptedException { ShutdownReason: { ReplyCode: NotAllowed } reason } => Forbidden(reason.ReplyText, addresses),
            SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted } => Closed(addresses),
            SocketException socket => Named(socket),
            TimeoutException or OperationCanceledException => Silent(addresses),
            EndOfStreamException => Closed(addresses),
            IOException { Message: var text } when text.StartsWith("connection.start was never received", StringComparison.Ordinal) =>
                Closed(addresses),
            _ => null,
        };

    private static string Rejected(string user) =>
        user == ConnectionFactory.DefaultUser
            ? $"the broker rejects user {user}: the password is wrong, or the broker lets {user} in from its own machine only, which is its default"
            : $"the broker rejects user {user}: the password is wrong, or there is no such user";

    private static string Forbidden(string said, BrokerAddresses addresses) =>
        said.Contains("refused for user", StringComparison.Ordinal)
            ? $"user {addresses.User} has no permissions in virtual host {addresses.VirtualHost} (rabbitmqctl set_permissions --vhost {addresses.VirtualHost} {addresses.User} ...)"
        : said.Contains("not found", StringComparison.Ordinal) ? $"the broker has no virtual host {addresses.VirtualHost}"
        : said;

    // Newer brokers wait for a handshake where older ones close the connection.
    private static string Silent(BrokerAddresses addresses) =>
        $"no answer within {BrokerLogin.ConnectTimeout.TotalSeconds:0} s{(addresses.UsesTls ? "" : "; does it want TLS (amqps)?")}";

    private static string Closed(BrokerAddresses addresses) =>
        addresses.UsesTls
            ? "the other side closed the connection before AMQP began: if it wants a client certificate, its log says what is wrong with ours"
            : "the other side closed the connection before AMQP began: does it want TLS (amqps)?";

    private static string? Named(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => "name not found",
            SocketError.HostUnreachable or SocketError.HostDown => "host unreachable",
            SocketError.NetworkUnreachable or SocketError.NetworkDown => "network unreachable",
            SocketError.TimedOut => "connection timed out",
            SocketError.TooManyOpenSockets => "this process has no file descriptor left",
            _ => null,
        };
}
