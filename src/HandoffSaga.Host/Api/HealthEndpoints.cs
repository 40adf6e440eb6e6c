using System.ComponentModel.DataAnnotations;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Api;

/// <summary>How the service is.</summary>
internal sealed record HealthAnswer(
    [property: AllowedValues("live", "ready", "not_ready")] string Status,
    IReadOnlyList<ReadinessCheck> Checks
);

/// <summary>Health, for whoever starts and stops the service; the only answers that never need a token.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health
            .MapGet("/live", () => TypedResults.Json(new HealthAnswer("live", []), EndpointJson.Default.HealthAnswer))
            .WithName("live")
            .WithSummary("The process answers")
            .Produces<HealthAnswer>();
        health
            .MapGet("/ready", Ready)
            .WithName("ready")
            .WithSummary("Signoffs can be taken")
            .WithDescription("503 while the store does not answer or the bus does not run. A hub that is down changes nothing here.")
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
