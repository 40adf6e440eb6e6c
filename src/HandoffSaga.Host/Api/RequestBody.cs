using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace HandoffSaga.Host.Api;

internal static class RequestBody
{
    private const int PartBytes = 64 * 1024;

    /// <summary>Reads the whole body; null when it is larger than <paramref name="maxBytes"/>, and then the rest stays unread.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(this HttpRequest request, int maxBytes, CancellationToken cancellationToken) =>
        await request.ReadUpTo(maxBytes, cancellationToken) is (var body, IsWhole: true) ? (ReadOnlyMemory<byte>?)body : null;

    /// <summary>
    /// Reads the body up to the limit, and tells whether that is all of it. A body announced as larger is not read at all.
    /// </summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool IsWhole)> ReadUpTo(
        this HttpRequest request,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        // The limit is enforced here. The server's own would close the connection while the sender is still sending, and the sender would
        // never read why; without it the server discards the rest for a few seconds.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (request.ContentLength > maxBytes)
            return (ReadOnlyMemory<byte>.Empty, false);

        var part = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            // The announced length is not trusted: the buffer grows with the data.
            var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, PartBytes));
            while (await request.Body.ReadAsync(part, cancellationToken) is > 0 and var read)
            {
                var room = Math.Min(read, maxBytes - (int)body.Length);
                body.Write(part.AsSpan(0, room));
                if (room < read)
                    return (body.GetBuffer().AsMemory(0, (int)body.Length), false);
            }

            return (body.GetBuffer().AsMemory(0, (int)body.Length), true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }
}
