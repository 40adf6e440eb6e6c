using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using HandoffSaga.Outbound;
using Microsoft.AspNetCore.Http;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>The HTTP client for a running service. It ignores proxy settings of the environment and does not follow redirects.</summary>
internal sealed class HandoffClient : IDisposable
{
    private const int LargestAnswer = 256 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _service;

    public HandoffClient(Uri service, string? token)
    {
        _service = service;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
            }
        )
        {
            BaseAddress = new Uri(service.AbsoluteUri.TrimEnd('/') + "/"),
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = TimeSpan.FromSeconds(60),
        };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<ApiAnswer> Submit(ReadOnlyMemory<byte> signoff, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(signoff);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Send(HttpMethod.Post, "signoffs", content, isDocument: false, cancellationToken);
    }

    public Task<ApiAnswer> Transfer(string packageId, CancellationToken cancellationToken) =>
        Get($"transfers/{Uri.EscapeDataString(packageId)}", cancellationToken);

    public Task<ApiAnswer> Transfers(IEnumerable<KeyValuePair<string, string?>> filter, CancellationToken cancellationToken) =>
        Get("transfers" + QueryString.Create(filter.Where(pair => pair.Value is not null)).ToUriComponent(), cancellationToken);

    public Task<ApiAnswer> Attempts(string packageId, CancellationToken cancellationToken) =>
        Get($"transfers/{Uri.EscapeDataString(packageId)}/attempts", cancellationToken);

    public Task<ApiAnswer> Audit(string packageId, CancellationToken cancellationToken) =>
        Get($"transfers/{Uri.EscapeDataString(packageId)}/audit", cancellationToken);

    /// <summary>A document of a transfer in exactly the bytes the service has.</summary>
    public Task<ApiAnswer> Document(string packageId, string document, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, $"transfers/{Uri.EscapeDataString(packageId)}/{document}", null, isDocument: true, cancellationToken);

    /// <summary>A resource of the published ledger.</summary>
    public Task<ApiAnswer> Ledger(string resource, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, $"ledger/{resource}", null, isDocument: true, cancellationToken);

    public Task<ApiAnswer> Rejected(string? packageId, CancellationToken cancellationToken) =>
        Get("rejected" + (packageId is null ? "" : QueryString.Create("package_id", packageId).ToUriComponent()), cancellationToken);

    public Task<ApiAnswer> Hubs(CancellationToken cancellationToken) => Get("hubs", cancellationToken);

    public Task<ApiAnswer> Ready(CancellationToken cancellationToken) => Get("health/ready", cancellationToken);

    public Task<ApiAnswer> Redeliver(string packageId, LegRequest request, CancellationToken cancellationToken) =>
        Ask(packageId, "redeliver", request, cancellationToken);

    public Task<ApiAnswer> Close(string packageId, LegRequest request, CancellationToken cancellationToken) =>
        Ask(packageId, "close", request, cancellationToken);

    public void Dispose() => _http.Dispose();

    private Task<ApiAnswer> Ask(string packageId, string what, LegRequest request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, ApiJson.Default.LegRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Send(HttpMethod.Post, $"transfers/{Uri.EscapeDataString(packageId)}/{what}", content, isDocument: false, cancellationToken);
    }

    private Task<ApiAnswer> Get(string path, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, path, null, isDocument: false, cancellationToken);

    private async Task<ApiAnswer> Send(
        HttpMethod method,
        string path,
        HttpContent? content,
        bool isDocument,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (OtherServer.Answered(response, body, isDocument))
                return new ApiAnswer(null, [], OtherServer.Describe(_service, response, body));
            return new ApiAnswer(response.StatusCode, body, null)
            {
                WantsToken = response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Bearer"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            // A service that is stopping may close the connection without an inner error.
            return new ApiAnswer(null, [], Silence(e));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ApiAnswer(null, [], $"The service at {_service} did not answer in time.");
        }
    }

    private string Silence(Exception failure)
    {
        return $"No handoff service answers at {_service} ({TransportErrors.Describe(failure).Text}). Start one with \"handoff run\", or name another with --url or HANDOFF_URL.";
    }
}
