using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.Harness;

/// <summary>Someone who is told, over real HTTP on loopback.</summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<(int Answer, JsonElement Alert)> _posts = Channel.CreateUnbounded<(int, JsonElement)>();

    private AlertReceiver(WebApplication server) => _server = server;

    public Uri Url { get; private set; } = null!;

    public int Answer { get; set; } = 204;

    public static async Task<AlertReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new AlertReceiver(builder.Build());
        receiver._server.Run(receiver.Take);
        await receiver._server.StartAsync();
        receiver.Url = new Uri(new Uri(receiver._server.Urls.First()), "alerts");
        return receiver;
    }

    /// <summary>The next post, with the answer it got.</summary>
    public async Task<(int Answer, JsonElement Alert)> Next()
    {
        using var patience = new CancellationTokenSource(Station.Patience);
        return await _posts.Reader.ReadAsync(patience.Token);
    }

    public int Waiting => _posts.Reader.Count;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        var answer = Answer;
        var alert = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        http.Response.StatusCode = answer;
        await http.Response.CompleteAsync();
        _posts.Writer.TryWrite((answer, alert));
    }
}
