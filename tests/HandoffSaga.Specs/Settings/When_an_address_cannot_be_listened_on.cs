using System.Net.Sockets;
using HandoffSaga.Durability;
using HandoffSaga.Host.Api;
using HandoffSaga.Host.Station;
using HandoffSaga.Outbound;

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

    [Theory]
    [InlineData("http://[::ffff:127.0.0.1]:5080", "http://127.0.0.1:5080")]
    [InlineData("http://[::FFFF:10.1.2.3]:5080", "http://10.1.2.3:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    [InlineData("http://*:5080", "http://*:5080")]
    public void IPv4_in_the_writing_of_IPv6_is_taken_as_what_it_is(string url, string plain)
    {
        using var sources = new Sources();

        sources.Variable("HANDOFF_Api__Urls", url).Variable("HANDOFF_Api__TokenFile", "token").Settings().Api.Urls.ShouldBe([plain]);
    }

    [Theory]
    [InlineData("http://[::ffff:127.0.0.1]:5080", true)]
    [InlineData("http://[::ffff:127.0.0.2]:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://[::ffff:10.1.2.3]:5080", false)]
    [InlineData("http://[::ffff:0.0.0.0]:5080", false)]
    public void Loopback_is_loopback_in_either(string url, bool isLoopback) =>
        (new HandoffApiOptions { Urls = [url] }.OpenUrl is null).ShouldBe(isLoopback);

    [Theory]
    [InlineData("::ffff:127.0.0.2", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("[::ffff:10.0.0.1]", false)]
    [InlineData("localhost", true)]
    [InlineData("localhost.example", false)]
    public void A_host_that_a_request_names_too(string host, bool isLoopback) => MappedAddress.IsLoopback(host).ShouldBe(isLoopback);

    [Fact]
    public void A_server_that_cannot_be_reached_is_no_address_of_ours() =>
        StartFailure
            .Explain(new StoreUnavailableException("away", new SocketException((int)SocketError.AccessDenied)), Urls)
            .ShouldBeNull();
}
