using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HandoffSaga.Specs.Hubs;

/// <summary>A request as it arrived.</summary>
internal sealed record ArrivedRequest(
    string Method,
    string Path,
    string Protocol,
    IReadOnlyDictionary<string, string[]> Headers,
    byte[] Body
);

/// <summary>A real server on loopback that answers as the spec says.</summary>
internal sealed class LoopbackHub : IAsyncDisposable
{
    private readonly WebApplication _server;

    private LoopbackHub(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(async http =>
        {
            var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            Arrived.Enqueue(
                new ArrivedRequest(
                    http.Request.Method,
                    http.Request.Path,
                    http.Request.Protocol,
                    http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.Select(v => v!).ToArray(), StringComparer.OrdinalIgnoreCase),
                    body.ToArray()
                )
            );
            await answer(http);
        });
    }

    public ConcurrentQueue<ArrivedRequest> Arrived { get; } = new();

    public Uri Url => new(_server.Urls.First() + "/receive-test-results");

    public static async Task<LoopbackHub> Answering(RequestDelegate answer)
    {
        var hub = new LoopbackHub(answer);
        await hub._server.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    public static Task<LoopbackHub> Answering(int status, byte[]? body = null) =>
        Answering(async http =>
        {
            http.Response.StatusCode = status;
            if (body is not null)
                await http.Response.Body.WriteAsync(body);
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
