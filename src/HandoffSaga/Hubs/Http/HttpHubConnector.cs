using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using HandoffSaga.Durability;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;

namespace HandoffSaga.Hubs.Http;

/// <summary>Delivers to one hub by HTTP POST. One instance lives as long as the program and keeps the hub's connections.</summary>
internal sealed class HttpHubConnector(HubOptions options, ReceiptSignatures signatures, TimeProvider clock) : IHubConnector, IDisposable
{
    /// <summary>The most that is read of an answer, in bytes.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    private readonly HttpMessageInvoker _http = OutboundHttp.CreateInvoker(options.Timeout, options.Tls, clock);
    private readonly BearerTokenFile _bearerToken = new(options.BearerTokenFile);

    public async Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Source.StartActivity("handoff.deliver", ActivityKind.Client);
        activity?.SetTag("transfer_id", delivery.TransferId);
        activity?.SetTag("leg", delivery.Destination.WireName());
        activity?.SetTag("attempt", delivery.Attempt);

        var outcome = await Exchange(delivery, cancellationToken);

        activity?.SetTag("outcome", outcome.Outcome.WireName());
        if (outcome.Error is { } error)
            activity?.SetStatus(ActivityStatusCode.Error, error);
        return outcome;
    }

    public void Dispose() => _http.Dispose();

    private async Task<DeliveryOutcome> Exchange(Delivery delivery, CancellationToken cancellationToken)
    {
        // 1: The token. Without it nothing is sent: an unauthenticated package would be rejected.
        var token = await _bearerToken.Read(cancellationToken);
        if (token.Error is { } missing)
            return AnswerTable.Unanswered(ErrorCodes.BearerToken, missing, statusCode: null);

        // 2: One time limit over everything that follows, the answer's last byte included.
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);

        var body = new ArrayBufferWriter<byte>();
        int? statusCode = null;
        DeliveryOutcome outcome;
        try
        {
            // 3: The package, as stored. HttpMessageInvoker returns at the answer's headers.
            using var request = HubRequest.Create(options.Url, delivery, token.Value);
            using var response = await _http.SendAsync(request, limit.Token);
            statusCode = (int)response.StatusCode;

            // 4: The answer's body, up to the limit and no further.
            var whole = await Read(response.Content, body, limit.Token);

            // 5: The verdict.
            outcome = whole switch
            {
                false => Broken(TransportErrors.AnswerTooLarge, statusCode),
                true when IsEncoded(response) && body.WrittenCount > 0 => Broken(TransportErrors.AnswerEncoded, statusCode),
                true => AnswerTable.Judge(
                    delivery,
                    AnswerReader.Read(
                        statusCode.Value,
                        Field(response.Content.Headers, "Content-Type"),
                        Field(response.Headers, "Retry-After"),
                        body.WrittenMemory
                    ),
                    options,
                    signatures,
                    clock.GetUtcNow()
                ),
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // An exchange can fail with almost any exception, and the hub may or may not have the package.
            // The idempotency key makes a further attempt harmless.
            var error =
                timeout.IsCancellationRequested || e is OperationCanceledException
                    ? TransportErrors.Timeout(options.Timeout)
                    : TransportErrors.Describe(e);
            outcome = Broken(error, statusCode);
        }
        catch (Exception e)
        {
            // The caller gave up: any exception this led to is the cancellation.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }

        // 6: The excerpt, for people.
        return outcome.WithExcerptOf(body.WrittenSpan);
    }

    private static DeliveryOutcome Broken(TransportError error, int? statusCode) =>
        AnswerTable.Unanswered(ErrorCodes.Transport(error.Fault), error.Text, statusCode);

    /// <summary>Reads to the end, or until there is more than an answer may have.</summary>
    private static async Task<bool> Read(HttpContent content, ArrayBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (body.WrittenCount < MaxAnswerBytes)
        {
            var free = body.GetMemory(4096);
            var read = await stream.ReadAsync(free[..Math.Min(free.Length, MaxAnswerBytes - body.WrittenCount)], cancellationToken);
            if (read == 0)
                return true;
            body.Advance(read);
        }

        return await stream.ReadAsync(new byte[1], cancellationToken) == 0;
    }

    private static bool IsEncoded(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var codings)
        && codings.Any(coding => !coding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static string? Field(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.First() : null;
}
