using System.Net;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Ledger;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>Reads a running service's published log, with the same token as every other request.</summary>
internal sealed class ClientTiles(HandoffClient client) : ITileSource
{
    public async ValueTask<byte[]?> Read(string resource, CancellationToken cancellationToken)
    {
        var answer = await client.Ledger(resource, cancellationToken);
        if (answer.Succeeded)
            return answer.Body;
        return answer.Status == HttpStatusCode.NotFound ? null : throw new HttpRequestException(answer.Explanation);
    }
}
