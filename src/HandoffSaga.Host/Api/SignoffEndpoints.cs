using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Intake;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Host.Api;

/// <summary>The answer to an accepted signoff.</summary>
internal sealed record SignoffAnswer(
    string PackageId,
    [property: AllowedValues(SignoffAnswer.Accepted, SignoffAnswer.Duplicate)]
    [property: Description("`duplicate`: the same content was accepted before, and there is no second transfer.")]
        string Outcome
)
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
}

/// <summary>Maps the endpoint that accepts signoffs.</summary>
internal static class SignoffEndpoints
{
    public static void MapSignoffs(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost("/signoffs", Post)
            .WithName("submit_signoff")
            .WithTags("Signoffs")
            .WithSummary("Submit a signoff")
            .WithDescription(
                "Answers 202 once the transfer is on disk. Sending the same signoff again is harmless: the answer is then 200."
            )
            .Accepts<SignoffDocument>("application/json", "application/cloudevents+json")
            .Produces<SignoffAnswer>(StatusCodes.Status202Accepted)
            .Produces<SignoffAnswer>(StatusCodes.Status200OK)
            .ProducesProblems(400, 401, 409, 413, 415, 422, 503);

    private static async Task<IResult> Post(
        HttpContext context,
        ISignoffIntake intake,
        IntakeOptions options,
        CancellationToken cancellationToken
    )
    {
        var (body, isWhole) = await context.Request.ReadUpTo(options.MaxBytes, cancellationToken);
        if (isWhole)
            return Answer(context.Response, await intake.Accept(body, "http", context.Request.ContentType, cancellationToken));
        await intake.RejectTooLarge(body, "http", cancellationToken);
        return Problems.TooLarge(options.MaxBytes);
    }

    private static IResult Answer(HttpResponse response, IntakeResult result)
    {
        switch (result)
        {
            case IntakeResult.Accepted accepted:
                return TypedResults.Accepted(
                    $"/transfers/{accepted.PackageId}",
                    new SignoffAnswer(accepted.PackageId, SignoffAnswer.Accepted)
                );
            case IntakeResult.Duplicate duplicate:
                response.Headers.Location = $"/transfers/{duplicate.PackageId}";
                return TypedResults.Ok(new SignoffAnswer(duplicate.PackageId, SignoffAnswer.Duplicate));
            case IntakeResult.Conflict conflict:
                return Problems.Conflict(conflict);
            case IntakeResult.Rejected rejected:
                return Problems.Rejected(rejected.Problem);
            case IntakeResult.Unavailable unavailable:
                response.Headers.RetryAfter = Problems.RetryAfterSeconds;
                return Problems.Unavailable(unavailable.Detail);
            default:
                throw new UnreachableException($"Unexpected case: {result}");
        }
    }
}
