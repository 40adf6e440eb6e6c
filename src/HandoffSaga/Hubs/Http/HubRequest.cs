using System.Globalization;
using System.Net.Http.Headers;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;

namespace HandoffSaga.Hubs.Http;

/// <summary>A delivery as a request (docs/wire.md section 2, "Over HTTP").</summary>
internal static class HubRequest
{
    public static HttpRequestMessage Create(Uri url, Delivery delivery, string? bearerToken)
    {
        var content = new ReadOnlyMemoryContent(delivery.Payload);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        // RFC 9530: the digest of the content as a dictionary member holding a byte sequence.
        content.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(delivery.PayloadSha256))}:");

        var request = OutboundHttp.Post(url, content);
        request.Headers.Add("Idempotency-Key", $"\"{delivery.IdempotencyKey}\"");
        request.Headers.Add("Handoff-Leg", delivery.Destination.WireName());
        request.Headers.Add("Handoff-Attempt", delivery.Attempt.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Handoff-Payload-SHA256", delivery.PayloadSha256);

        // RFC 9110 section 12.5.3: without this field any coding is acceptable, and a receipt in one that is not decoded here would not be read.
        request.Headers.Add("Accept-Encoding", "identity");
        request.Headers.Add("traceparent", Traceparent.Current());
        if (bearerToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearerToken);

        return request;
    }
}
