using System.Net;
using System.Net.Http.Headers;
using HandoffSaga.Outbound;
using HandoffSaga.Outbound.Tls;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// Posts batches to <c>Ledger:ForwardUrl</c>. Any 2xx accepts one; only the status and <c>Retry-After</c> of an answer are read.
/// </summary>
internal sealed class HttpTarget(Uri url, TlsOptions tls, TimeProvider clock) : IForwardingTarget, IDisposable
{
    /// <summary>The longest one post may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _http = OutboundHttp.CreateInvoker(Timeout, tls, clock);

    public string Name => "http";

    public async Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var content = new ByteArrayContent(batch.ToUtf8());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = OutboundHttp.Post(url, content);
            request.Headers.Add("traceparent", Traceparent.Current());
            using var response = await _http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode
                ? ReceiverAnswer.Taken
                : new ReceiverAnswer($"HTTP {(int)response.StatusCode}")
                {
                    RetryAfter = RetryAfter.Parse(Field(response, "Retry-After"), clock.GetUtcNow()),
                    TooLarge = response.StatusCode == HttpStatusCode.RequestEntityTooLarge,
                };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // After any failure the batch is posted again: none may end the channel.
            return new ReceiverAnswer(
                timeout.IsCancellationRequested || e is OperationCanceledException
                    ? TransportErrors.Timeout(Timeout).Text
                    : TransportErrors.Describe(e).Text
            );
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? Field(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
