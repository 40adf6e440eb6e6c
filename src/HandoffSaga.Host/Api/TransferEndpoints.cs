using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Status;
using HandoffSaga.Status.Views;
using Microsoft.AspNetCore.Mvc;

namespace HandoffSaga.Host.Api;

/// <summary>Maps the endpoints that list and find transfers.</summary>
internal static class TransferEndpoints
{
    public static void MapTransfers(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet("/transfers", List)
            .WithName("list_transfers")
            .WithTags("Transfers")
            .WithSummary("List transfers, newest first")
            .WithDescription(
                "All given filters must match. `leg` selects the leg that `leg_status`, `error` and `attempts_min` apply to; without it either leg may match."
            )
            .WithQuery(TransferListQuery.Parameters)
            .Produces<TransferPage>()
            .ProducesProblems(400, 401, 503);
        endpoints
            .MapGet("/transfers/{package_id}", Find)
            .WithName("get_transfer")
            .WithTags("Transfers")
            .WithSummary("Show the transfer of a package")
            .Produces<TransferView>()
            .ProducesProblems(401, 404, 503);
    }

    private static async Task<IResult> List(HttpRequest request, TransferQueries queries, CancellationToken cancellationToken)
    {
        var query = TransferListQuery.Read(request.Query, out var errors);
        return errors.Count > 0
            ? Problems.WrongParameters(errors)
            : TypedResults.Json(
                await queries.List(query.Filter, query.Cursor, query.Limit, cancellationToken),
                StatusJson.Default.TransferPage
            );
    }

    private static async Task<IResult> Find(
        [FromRoute(Name = "package_id")] string packageId,
        TransferQueries queries,
        CancellationToken cancellationToken
    ) =>
        await queries.Find(packageId, cancellationToken) is { } transfer
            ? TypedResults.Json(transfer, StatusJson.Default.TransferView)
            : Problems.UnknownPackage(packageId);
}
