using System.Net;

namespace HandoffSaga.Ledger;

/// <summary>A published log behind a URL.</summary>
/// <param name="http">The client; the caller sets its time-out and connections.</param>
/// <param name="prefix">The log's prefix, such as <c>http://127.0.0.1:5080/ledger/</c>.</param>
public sealed class HttpTiles(HttpClient http, Uri prefix) : ITileSource
{
    // The largest bundle: 256 entries with their lengths.
    private const int LongestResource = TilePath.FullWidth * (sizeof(ushort) + LedgerEntry.LongestBytes);

    private readonly string _root = prefix.ToString().TrimEnd('/') + "/";

    /// <inheritdoc/>
    public async ValueTask<byte[]?> Read(string resource, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(_root + resource), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return null;
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(LongestResource, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
