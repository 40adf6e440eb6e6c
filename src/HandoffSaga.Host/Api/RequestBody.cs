using Microsoft.AspNetCore.Http.Features;

namespace HandoffSaga.Host.Api;

internal static class RequestBody
{
    /// <summary>The whole body, or null when it is larger than <paramref name="maxBytes"/>; the rest is then left unread.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(this HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
            return null;

        // The server has a limit of its own, which may be the smaller one.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        try
        {
            using var body = new MemoryStream((int)(request.ContentLength ?? 0));
            await request.Body.CopyToAsync(body, cancellationToken);
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
