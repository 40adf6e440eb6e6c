using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Serves the published ledger at the paths of C2SP tlog-tiles, so that a client reads it like any other transparency log. That
/// specification describes them, the OpenAPI document does not.
/// </summary>
internal static class LedgerEndpoints
{
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void MapLedger(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/ledger/checkpoint", Checkpoint).ExcludeFromDescription();
        endpoints.MapGet("/ledger/{**tile}", Tile).ExcludeFromDescription();
    }

    private static async Task<IResult> Checkpoint(LedgerLogOptions options, HttpContext http, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return await new FolderTiles(options.Folder).Read(TileReading.CheckpointResource, cancellationToken) is { } note
            ? TypedResults.Bytes(note, "text/plain; charset=utf-8")
            : TypedResults.NotFound();
    }

    private static async Task<IResult> Tile(string tile, LedgerLogOptions options, HttpContext http, CancellationToken cancellationToken)
    {
        if (
            !TilePath.TryParse(tile, out var path)
            || await new FolderTiles(options.Folder).ReadTile(path.Value, cancellationToken) is not { } bytes
        )
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = Immutable;
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }
}
