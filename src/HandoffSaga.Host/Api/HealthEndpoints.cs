using System.ComponentModel.DataAnnotations;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Api;

/// <summary>The health of the service.</summary>
internal sealed record HealthAnswer(
    [property: AllowedValues("live", "ready", "not_ready")] string Status,
    IReadOnlyList<ReadinessCheck> Checks
);

/// <summary>Maps the health checks for the service's supervisor; the only endpoints that never require a token.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health
            .MapGet("/live", () => TypedResults.Json(new HealthAnswer("live", []), EndpointJson.Default.HealthAnswer))
            .WithName("live")
            .WithSummary("Check that the process answers")
            .Produces<HealthAnswer>();
        health
            .MapGet("/ready", Ready)
            .WithName("ready")
            .WithSummary("Check that signoffs can be accepted")
            .WithDescription("503 while the store takes no writes or the bus does not run. A hub that is down has no effect here.")
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> Ready(IReadiness readiness, CancellationToken cancellationToken)
    {
        var found = await readiness.Check(cancellationToken);
        return TypedResults.Json(
            new HealthAnswer(found.Ready ? "ready" : "not_ready", found.Checks),
            EndpointJson.Default.HealthAnswer,
            statusCode: found.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}
