using System.Collections.Concurrent;
using HandoffSaga.Client.ServiceApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HandoffSaga.Specs.Cli;

/// <summary>A service that answers what it is told to, on a real socket.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SeenRequest> _requests = new();

    private FakeService(WebApplication server) => _server = server;

    /// <summary>Any other server than a handoff service: it answers everything the same way.</summary>
    public OtherAnswer? Other { get; set; }

    public string Url => _server.Urls.First();

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public static async Task<FakeService> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var service = new FakeService(server);
        server.Run(service.Handle);
        await server.StartAsync();
        return service;
    }

    /// <param name="request">Method, path and query, as in <c>GET /transfers?limit=5</c>.</param>
    public FakeService Answers(string request, int status, string body, bool wantsToken = false)
    {
        _answers[request] = new Answer(status, body, wantsToken);
        return this;
    }

    /// <summary>Answers one after the other; the last one from then on.</summary>
    public FakeService AnswersInTurn(string request, params (int Status, string Body)[] answers)
    {
        _turns[request] = new(answers[..^1].Select(answer => new Answer(answer.Status, answer.Body, false)));
        return Answers(request, answers[^1].Status, answers[^1].Body);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task Handle(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var line = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        var body = await reader.ReadToEndAsync();
        _requests.Enqueue(new SeenRequest(line, body, http.Request.Headers.Authorization.ToString()));
        if (Other is { } other)
        {
            await other.Write(http.Response);
            return;
        }

        var answer =
            (_turns.GetValueOrDefault(line) is { } turns && turns.TryDequeue(out var turn) ? turn : _answers.GetValueOrDefault(line))
            ?? new Answer(404, """{"title":"Unknown package","status":404,"detail":"There is no such transfer."}""", false);
        http.Response.StatusCode = answer.Status;
        http.Response.Headers[ServiceMark.Header] = ServiceMark.Version;
        if (answer.WantsToken)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        await http.Response.WriteAsync(answer.Body);
    }

    private sealed record Answer(int Status, string Body, bool WantsToken);
}

/// <summary>An answer of another server.</summary>
internal sealed record OtherAnswer(int Status, string MediaType, string Body, string? Server = null, string? Location = null)
{
    public async Task Write(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = MediaType;
        if (Server is not null)
            response.Headers.Server = Server;
        if (Location is not null)
            response.Headers.Location = Location;
        await response.WriteAsync(Body);
    }
}

internal sealed record SeenRequest(string Line, string Body, string Authorization);
