using System.ComponentModel;
using System.Diagnostics;
using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using Microsoft.AspNetCore.Mvc;

namespace HandoffSaga.Host.Api;

/// <summary>The answer to an accepted redelivery request.</summary>
/// <param name="PackageId">The package.</param>
/// <param name="Leg">The leg.</param>
/// <param name="InsteadOf">When its next attempt would have come.</param>
internal sealed record RedeliverAnswer(
    string PackageId,
    string Leg,
    [property: Description("When the leg's next attempt would have come; null when none was scheduled.")] DateTimeOffset? InsteadOf
);

/// <summary>Maps the endpoint for operators' redelivery requests.</summary>
internal static class RedeliveryEndpoints
{
    public static void MapRedelivery(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost("/transfers/{package_id}/redeliver", Post)
            .WithName("redeliver")
            .WithTags("Transfers")
            .WithSummary("Deliver a held, escalated or closed leg again, or a waiting one now")
            .WithDescription(
                "A held leg's routing is read again; an escalated leg, or one that waits for its next attempt, is attempted now; a closed leg is open again. Attempt numbers continue, and the leg gets a fresh budget of attempts. The ledger records the request and the requester."
            )
            .Accepts<RedeliverRequest>("application/json")
            .Produces<RedeliverAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 421, 422, 503);

    private static async Task<IResult> Post(
        [FromRoute(Name = "package_id")] string packageId,
        HttpRequest request,
        IRedeliveryService redelivery,
        StorePatience patience,
        CancellationToken cancellationToken
    )
    {
        var (order, problem) = await request.Read(EndpointJson.Default.RedeliverRequest, cancellationToken);
        if (order is null)
            return problem!;

        var leg = DestinationNames.Parse(order.Leg)!.Value;
        var requester = request.Requester(order.RequestedBy);
        return await patience.Bound(ends => redelivery.Request(packageId, leg, order.Reason, requester, ends), cancellationToken) switch
        {
            RedeliveryResult.Requested requested => TypedResults.Accepted(
                $"/transfers/{Uri.EscapeDataString(packageId)}",
                new RedeliverAnswer(packageId, order.Leg, requested.InsteadOf)
            ),
            RedeliveryResult.NotFound => Problems.UnknownPackage(packageId),
            RedeliveryResult.NotPossible impossible => Problems.NotRedeliverable(impossible.Detail),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };
    }
}
