using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HandoffSaga.Health;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Api;

/// <summary>The health of the service.</summary>
internal sealed record HealthAnswer(
    [property: AllowedValues("live", "ready", "not_ready")] string Status,
    IReadOnlyList<HealthCheck> Checks,
    [property: AllowedValues(HealthStates.Ok, HealthStates.Warn, HealthStates.Failed)]
    [property: Description("The worst state of all checks; warn leaves the service ready.")]
        string State
);

/// <summary>Maps the health checks for the service's supervisor; the only endpoints that never require a token.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health
            .MapGet("/live", () => TypedResults.Json(new HealthAnswer("live", [], HealthStates.Ok), EndpointJson.Default.HealthAnswer))
            .WithName("live")
            .WithSummary("Check that the process answers")
            .Produces<HealthAnswer>();
        health
            .MapGet("/ready", Ready)
            .WithName("ready")
            .WithSummary("Check that signoffs can be accepted")
            .WithDescription(
                "503 while the store takes no writes or the bus does not run. A warning (state warn), or a hub that is down, has no effect here."
            )
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> Ready(IReadiness readiness, CancellationToken cancellationToken)
    {
        var found = await readiness.Check(cancellationToken);
        return TypedResults.Json(
            new HealthAnswer(found.Ready ? "ready" : "not_ready", found.Checks, found.State),
            EndpointJson.Default.HealthAnswer,
            statusCode: found.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}
