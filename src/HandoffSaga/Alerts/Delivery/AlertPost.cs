using System.Net.Http.Headers;
using System.Text.Json;
using HandoffSaga.Messages;
using HandoffSaga.Outbound;
using HandoffSaga.Outbound.Tls;

namespace HandoffSaga.Alerts.Delivery;

/// <summary>Posts alerts. The program has one instance, which keeps its connections.</summary>
internal sealed class AlertPost(TlsOptions tls, TimeProvider clock) : IDisposable
{
    /// <summary>The longest one post may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _http = OutboundHttp.CreateInvoker(Timeout, tls, clock);

    /// <summary>Posts <paramref name="alert"/>; null when the receiver answered 2xx, else one line on why it did not accept it.</summary>
    public async Task<string?> Send(Uri url, TransferAlert alert, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = OutboundHttp.Post(url, Body(alert));
            request.Headers.Add("Idempotency-Key", $"\"{idempotencyKey:D}\"");
            request.Headers.Add("traceparent", Traceparent.Current());
            using var response = await _http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? null : $"HTTP {(int)response.StatusCode}";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // After any failure the alert is posted again.
            return timeout.IsCancellationRequested || e is OperationCanceledException
                ? TransportErrors.Timeout(Timeout).Text
                : TransportErrors.Describe(e).Text;
        }
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Body(TransferAlert alert)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Default.TransferAlert));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
