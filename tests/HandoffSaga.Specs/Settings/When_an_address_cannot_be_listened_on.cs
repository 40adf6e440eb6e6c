using System.Net.Sockets;
using HandoffSaga.Durability;
using HandoffSaga.Host.Station;

namespace HandoffSaga.Specs.Settings;

public sealed class When_an_address_cannot_be_listened_on
{
    private static readonly string[] Urls = ["http://0.0.0.0:80"];

    [Fact]
    public void A_port_without_the_right_to_it_says_how_to_get_it()
    {
        var refused = StartFailure.Explain(new SocketException((int)SocketError.AccessDenied), Urls).ShouldNotBeNull();

        refused.Message.ShouldContain("http://0.0.0.0:80");
        refused.Message.ShouldContain("above 1023");
        refused.Message.ShouldContain("CAP_NET_BIND_SERVICE");
    }

    [Fact]
    public void An_address_of_another_machine_is_named() =>
        StartFailure
            .Explain(new IOException("bind", new SocketException((int)SocketError.AddressNotAvailable)), Urls)
            .ShouldNotBeNull()
            .Message.ShouldContain("no such address");

    [Fact]
    public void A_server_that_cannot_be_reached_is_no_address_of_ours() =>
        StartFailure
            .Explain(new StoreUnavailableException("away", new SocketException((int)SocketError.AccessDenied)), Urls)
            .ShouldBeNull();
}
