using HandoffSaga.Ledger;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>
/// Reads a published log over HTTP, and fails when a server that has none answers. Any server may publish a log's files, so only the
/// checkpoint is judged, without which there is no log.
/// </summary>
internal sealed class LedgerOfService(Uri service, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri?.AbsolutePath.EndsWith("/" + TileReading.CheckpointResource, StringComparison.Ordinal) != true)
            return answer;
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var other = answer.IsSuccessStatusCode
            ? !answer.Headers.Contains(ServiceMark.Header) && !SignedNote.TryParse(body, out _, out _)
            : OtherServer.Answered(answer, body, document: true);
        return other ? throw new OtherServerException(OtherServer.Describe(service, answer, body)) : answer;
    }
}
