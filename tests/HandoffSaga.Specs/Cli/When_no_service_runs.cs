using System.Net;
using System.Net.Sockets;

namespace HandoffSaga.Specs.Cli;

public sealed class When_no_service_runs : IDisposable
{
    private readonly Prompt _prompt = new();
    private readonly Socket _nobody = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    // Bound and not listening: the port is ours, and refuses.
    public When_no_service_runs()
    {
        _nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _prompt.Variables["HANDOFF_URL"] = $"http://{_nobody.LocalEndPoint}";
    }

    public void Dispose()
    {
        _nobody.Dispose();
        _prompt.Dispose();
    }

    [Theory]
    [InlineData("status", "PKG-1")]
    [InlineData("list")]
    [InlineData("show", "PKG-1")]
    [InlineData("attempts", "PKG-1")]
    [InlineData("audit", "PKG-1")]
    [InlineData("rejected")]
    [InlineData("hubs")]
    [InlineData("health")]
    [InlineData("redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "x")]
    [InlineData("close", "PKG-1", "--leg", "vault_hub", "--reason", "x")]
    [InlineData("redeliver", "--all-escalated", "--leg", "vault_hub", "--reason", "x")]
    public async Task One_line_says_how_to_start_one(params string[] arguments)
    {
        var outcome = await _prompt.Types(arguments);

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldBeEmpty();
        outcome
            .Error.TrimEnd()
            .Split('\n')
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                line => line.ShouldContain($"http://{_nobody.LocalEndPoint}"),
                line => line.ShouldContain("connection refused"),
                line => line.ShouldContain("handoff run")
            );
    }

    [Fact]
    public async Task A_signoff_is_not_submitted()
    {
        _prompt.Write("signoff.json", "{}");

        var outcome = await _prompt.Types("submit", "signoff.json");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldStartWith("signoff.json  failed  No handoff service answers");
    }
}
