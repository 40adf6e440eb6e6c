using System.ComponentModel;
using System.Diagnostics;
using HandoffSaga.Closing;
using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Legs;
using Microsoft.AspNetCore.Mvc;

namespace HandoffSaga.Host.Api;

/// <summary>The answer to a request to close a leg.</summary>
internal sealed record CloseAnswer(
    string PackageId,
    string Leg,
    [property: Description("When the leg was closed; earlier than the request if it was closed already.")] DateTimeOffset ClosedAt,
    [property: Description("Who closed it.")] string ClosedBy,
    [property: Description("The reason that person gave.")] string Reason
);

/// <summary>Maps the endpoint for people's requests to close a leg.</summary>
internal static class ClosingEndpoints
{
    public static void MapClosing(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost("/transfers/{package_id}/close", Post)
            .WithName("close")
            .WithTags("Transfers")
            .WithSummary("Close a leg that can never be confirmed here")
            .WithDescription(
                "For a leg whose hub has the package already, as after a restore, or whose contract will never come. No further attempt is made for it by itself. One that was requested before may still be sent, and ends as it ends, and a confirmation that comes later completes the leg. Redelivery opens it again. The ledger records who closed it and why. Closing it again changes nothing; the answer is that of the first time."
            )
            .Accepts<CloseRequest>("application/json")
            .Produces<CloseAnswer>()
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 421, 422, 503);

    private static async Task<IResult> Post(
        [FromRoute(Name = "package_id")] string packageId,
        HttpRequest request,
        ILegClosingService closing,
        StorePatience patience,
        CancellationToken cancellationToken
    )
    {
        var (order, problem) = await request.Read(EndpointJson.Default.CloseRequest, cancellationToken);
        if (order is null)
            return problem!;

        var leg = DestinationNames.Parse(order.Leg)!.Value;
        var requester = request.Requester(order.RequestedBy);
        return await patience.Bound(ends => closing.Close(packageId, leg, order.Reason, requester, ends), cancellationToken) switch
        {
            CloseResult.Closed({ } how) => TypedResults.Ok(new CloseAnswer(packageId, order.Leg, how.At, how.By, how.Reason)),
            CloseResult.NotFound => Problems.UnknownPackage(packageId),
            CloseResult.NotPossible impossible => Problems.NotClosable(impossible.Detail),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };
    }
}
