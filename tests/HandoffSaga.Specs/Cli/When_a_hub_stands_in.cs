using System.Net;
using HandoffSaga.Host.Cli;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_hub_stands_in : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task It_tells_of_each_delivery_and_ends_in_good_order_when_asked()
    {
        using var interruption = new CancellationTokenSource();
        var output = new Lines();
        var error = new Lines();
        var running = HandoffProgram.Run(
            ["hub", "--kind", "vault", "--port", "0", "--folder", "vault"],
            _prompt.CliContext(output, error),
            interruption.Token
        );
        var address = new Uri((await error.Next(running)).Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)));

        var status = await Deliver(address);
        var line = await output.Next(running);
        await interruption.CancelAsync();

        status.ShouldBe(HttpStatusCode.OK);
        line.ShouldEndWith("accepted  attempt 1  XFER-PKG-1:vault_hub");
        (await running).ShouldBe(0);
        Directory.GetFiles(Path.Combine(_prompt.Folder, "vault")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("--port N, --amqp URL, or both")]
    [InlineData("is not an absolute amqp or amqps address", "--amqp", "http://localhost/")]
    [InlineData("is not an absolute amqp or amqps address", "--amqp", "amqp://localhost/,broker-2")]
    public async Task It_must_be_said_where_it_takes_deliveries(string complaint, params string[] where)
    {
        var outcome = await _prompt.Types(["hub", "--kind", "vault", "--folder", "vault", .. where]);

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain(complaint);
    }

    private static async Task<HttpStatusCode> Deliver(Uri address)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent("{}") };
        request.Headers.Add("Idempotency-Key", "\"XFER-PKG-1:vault_hub\"");
        request.Headers.Add("Handoff-Leg", "vault_hub");
        request.Headers.Add("Handoff-Attempt", "1");
        request.Headers.Add("Handoff-Payload-SHA256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        request.Content.Headers.Add("Content-Digest", "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
