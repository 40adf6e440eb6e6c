using System.Net.Sockets;
using HandoffSaga.Durability;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace HandoffSaga.Specs.Durability;

/// <summary>What people read of it.</summary>
public sealed class When_the_broker_lets_nobody_in
{
    private static readonly BrokerAddresses Plain = new([new("amqp://handoff:secret@mq-1/plant"), new("amqp://handoff:secret@mq-2/plant")]);
    private static readonly BrokerAddresses Secure = new([new("amqps://mq-1/"), new("amqps://mq-2:5679/")]);

    [Fact]
    public void A_rejected_login_names_the_user_and_never_the_password()
    {
        Plain
            .Says(new AuthenticationFailureException("ACCESS_REFUSED - Login was refused"))
            .ShouldBe("the broker rejects user handoff: the password is wrong, or there is no such user");
        Secure.Says(new AuthenticationFailureException("ACCESS_REFUSED")).ShouldContain("from its own machine only");
    }

    [Fact]
    public void A_virtual_host_and_the_right_to_it_are_told_apart()
    {
        Plain.Says(Interrupted(530, "NOT_ALLOWED - vhost plant not found", 10, 40)).ShouldBe("the broker has no virtual host plant");
        Plain
            .Says(Interrupted(530, "NOT_ALLOWED - access to vhost 'plant' refused for user 'handoff'", 10, 40))
            .ShouldStartWith("user handoff has no permissions in virtual host plant (rabbitmqctl set_permissions");
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, "connection refused")]
    [InlineData(SocketError.HostNotFound, "name not found")]
    [InlineData(SocketError.ConnectionReset, "does it want TLS")]
    public void The_network_has_its_own_words(SocketError error, string words) =>
        Plain.Says(new ConnectFailureException("Connection failed", new SocketException((int)error))).ShouldContain(words);

    [Fact]
    public void A_connection_over_TLS_that_closes_too_early_asks_for_the_client_certificate() =>
        Secure.Says(new SocketException((int)SocketError.ConnectionReset)).ShouldContain("client certificate");

    [Theory]
    [InlineData(60, 20, "read permission on it")]
    [InlineData(60, 40, "write permission on it")]
    [InlineData(50, 10, "configure permission on it")]
    [InlineData(50, 20, "write permission on the queue and read permission on the exchange")]
    public void What_it_refuses_names_the_permission_that_it_takes(ushort kind, ushort method, string needed) =>
        BrokerRefusal
            .Describe(Interrupted(403, "ACCESS_REFUSED - access to queue 'q' in vhost '/' refused for user 'handoff'", kind, method))
            .ShouldBe($"access to queue 'q' in vhost '/' refused for user 'handoff': it needs {needed}");

    [Fact]
    public void Each_node_is_asked_for_its_own_name()
    {
        AmqpTcpEndpoint[] nodes = [.. Secure.From(1).Select(node => Secure.Endpoint(node, null))];

        nodes.Select(node => (node.HostName, node.Port, node.Ssl.ServerName)).ShouldBe([("mq-2", 5679, "mq-2"), ("mq-1", 5671, "mq-1")]);
        nodes.ShouldAllBe(node => node.Ssl.Enabled && node.Ssl.AcceptablePolicyErrors == default);
    }

    [Fact]
    public void It_is_tried_again() => new BrokerAwayException("no").IsTransient.ShouldBeTrue();

    private static OperationInterruptedException Interrupted(ushort code, string text, ushort kind, ushort method) =>
        new(new ShutdownEventArgs(ShutdownInitiator.Peer, code, text, kind, method));
}

internal static class SaidOfTheBroker
{
    public static string Says(this BrokerAddresses addresses, Exception failure) =>
        BrokerFailure.Describe(new BrokerUnreachableException(new AggregateException(failure)), addresses, tls: null);
}
