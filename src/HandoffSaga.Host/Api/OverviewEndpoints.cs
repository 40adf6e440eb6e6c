using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Status;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Host.Api;

/// <summary>Maps the lists of rejected signoffs and of the hubs.</summary>
internal static class OverviewEndpoints
{
    private static readonly QueryParameter[] RejectedParameters =
    [
        QueryParameter.Text("package_id", "Only those with this package id."),
        QueryParameter.Number("limit", "Maximum number of items; default 50.", 1, 500),
    ];

    public static void MapOverviews(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet("/rejected", Rejected)
            .WithName("list_rejected")
            .WithTags("Signoffs")
            .WithSummary("Rejected signoffs, newest first")
            .WithQuery(RejectedParameters)
            .Produces<ItemList<RejectedView>>()
            .ProducesProblems(400, 401, 503);
        endpoints
            .MapGet("/hubs", Hubs)
            .WithName("get_hubs")
            .WithTags("Hubs")
            .WithSummary("Status per hub: waiting, escalated and held legs, last success")
            .WithQuery([])
            .Produces<HubsView>()
            .ProducesProblems(400, 401, 503);
    }

    private static async Task<IResult> Rejected(HttpRequest request, TransferQueries queries, CancellationToken cancellationToken)
    {
        var query = new QueryReading(request.Query, RejectedParameters);
        var packageId = query.Text("package_id");
        var limit = query.Number("limit") ?? TransferListQuery.DefaultLimit;
        return query.Errors.Count > 0
            ? Problems.WrongParameters(query.Errors)
            : TypedResults.Json(await queries.Rejected(packageId, limit, cancellationToken), StatusJson.Default.RejectedList);
    }

    private static async Task<IResult> Hubs(HttpRequest request, TransferQueries queries, CancellationToken cancellationToken)
    {
        var query = new QueryReading(request.Query, []);
        return query.Errors.Count > 0
            ? Problems.WrongParameters(query.Errors)
            : TypedResults.Json(await queries.Hubs(cancellationToken), StatusJson.Default.HubsView);
    }
}
