using System.Net;
using System.Text.RegularExpressions;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Hubs;

/// <summary>contracts/wire/samples/http_hub.py, run as it is, between a station and whoever calls it wrongly.</summary>
public sealed partial class When_a_hub_over_http_is_written_in_Python : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("python-http-hub-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Both_legs_are_confirmed_once_with_receipts_and_a_token()
    {
        var token = Write("token", "t0ken-of-the-hubs");
        await using var vault = await Hub("vault", "--token-file", token);
        await using var floor = await Hub("floor", "--token-file", token);
        await using var station = await RealStation.With();
        station.Set("Hubs__Vault__Url", vault.Url.ToString());
        station.Set("Hubs__Floor__Url", floor.Url.ToString());
        station.Set("Hubs__Vault__BearerTokenFile", token);
        station.Set("Hubs__Floor__BearerTokenFile", token);
        station.Set("Hubs__Vault__Evidence", "receipt");
        station.Set("Hubs__Floor__Evidence", "receipt");
        await station.Start();

        await station.Submit("PKG-1");
        await station.Submit("PKG-2");
        await station.UntilComplete(2);

        foreach (var (hub, leg) in new[] { ("vault", "vault_hub"), ("floor", "next_node") })
        {
            Directory.GetFiles(At(hub)).Select(Path.GetFileName).Order().ShouldBe([$"XFER-PKG-1.{leg}.json", $"XFER-PKG-2.{leg}.json"]);
        }

        var transfer = await station.Get("transfers/PKG-1");
        transfer.GetProperty("legs").GetProperty("vault_hub").GetProperty("evidence").GetString().ShouldBe("receipt");
        transfer.GetProperty("legs").GetProperty("next_node").GetProperty("received_by").GetString().ShouldBe("floor");
    }

    [Theory]
    [InlineData("XFER-PKG-1:vault_hub", "Idempotency-Key must be a string in double quotes")]
    [InlineData("\"XFER-PKG-1\"", "Idempotency-Key must be {transfer_id}:{leg} within its quotes")]
    [InlineData(null, "it is missing")]
    public async Task A_caller_that_quotes_wrongly_is_told_what_was_expected(string? key, string told)
    {
        await using var hub = await Hub("vault");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, hub.Url) { Content = new StringContent("{}") };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(told);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return At(name);
    }

    private async Task<RunningHub> Hub(string name, params string[] options)
    {
        var process = PythonSample.Run(["http_hub.py", "--port", "0", "--folder", At(name), "--name", name, .. options]);
        using var patience = new CancellationTokenSource(RealStation.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (Listening().Match(process.Said) is { Success: true } said)
                return new RunningHub(process, new Uri(said.Groups[1].Value));
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    [GeneratedRegex(@"listening on (http://\S+)")]
    private static partial Regex Listening();

    private sealed record RunningHub(HeardProcess Process, Uri Url) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
