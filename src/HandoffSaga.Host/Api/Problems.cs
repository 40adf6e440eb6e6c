using HandoffSaga.Intake;
using HandoffSaga.Legs;
using HandoffSaga.Signoffs;
using Microsoft.AspNetCore.WebUtilities;

namespace HandoffSaga.Host.Api;

/// <summary>Every problem the API answers with.</summary>
internal static class Problems
{
    /// <summary>Long enough for a store to come back, short enough that a Guardian's retry is soon through.</summary>
    public const string RetryAfterSeconds = "5";

    public static Problem UnknownPackage(string packageId) =>
        ProblemTypes.UnknownPackage.With($"There is no transfer of package '{packageId}'.");

    public static Problem NoSuchPackage(string packageId, string leg) =>
        ProblemTypes.NoSuchPackage.With(
            $"There is no {leg} package of '{packageId}': the transfer is unknown, or this leg has nothing to send."
        );

    public static Problem UnknownLeg(string leg) =>
        ProblemTypes.UnknownLeg.With($"There is no leg '{leg}'. The legs are {string.Join(" and ", DestinationNames.Vocabulary.Names)}.");

    public static Problem WrongParameters(IReadOnlyList<ProblemError> errors) =>
        ProblemTypes.WrongParameters.With("Nothing was listed: " + Messages(errors), errors);

    public static Problem NotJson(string detail) => ProblemTypes.NotJson.With(detail);

    public static Problem WrongMembers(IReadOnlyList<ProblemError> errors) =>
        ProblemTypes.WrongMembers.With("Nothing was ordered: " + Messages(errors), errors);

    public static Problem TooLarge(long maxBytes) => ProblemTypes.TooLarge.With($"At most {maxBytes} bytes are read.");

    public static Problem Rejected(SignoffProblem problem) =>
        ProblemTypes
            .Signoff(problem.Kind)
            .With(problem.Detail, [.. problem.Errors.Select(error => new ProblemError(error.Path, error.Message))]);

    public static Problem Conflict(IntakeResult.Conflict conflict) =>
        ProblemTypes.Signoff(SignoffProblemKind.Conflict).With(conflict.Detail);

    public static Problem NotRedeliverable(string detail) => ProblemTypes.NotRedeliverable.With(detail);

    public static Problem Unavailable(string detail) => ProblemTypes.Unavailable.With(detail);

    public static Problem TokenMissing() =>
        ProblemTypes.TokenRequired.With("Send the header 'Authorization: Bearer' with the token of this service.");

    public static Problem ForeignHost() =>
        ProblemTypes.ForeignHost.With(
            "Without a token the service answers to localhost and loopback addresses only; to be reached by another name, it needs Api:TokenFile."
        );

    public static Problem ForeignOrigin() =>
        ProblemTypes.ForeignOrigin.With(
            "The request comes from a web page of another origin; to be asked by one, the service needs Api:TokenFile."
        );

    public static Problem WrongMediaType() =>
        ProblemTypes.WrongMediaType.With("Send the body with the header 'Content-Type: application/json'.");

    public static Problem Unexpected() => ProblemTypes.Unexpected.With("The service failed to answer; its log says why.");

    /// <summary>For an answer that has a status and nothing else: an unknown path, a wrong method, a broken request.</summary>
    public static Problem ForStatus(HttpContext context, string? detail = null)
    {
        var status = context.Response.StatusCode;
        return new(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(status),
            status,
            detail
                ?? status switch
                {
                    StatusCodes.Status415UnsupportedMediaType =>
                        $"{context.Request.Method} {context.Request.Path} takes JSON: send it with the header 'Content-Type: application/json', or with none.",
                    _ => $"{context.Request.Method} {context.Request.Path} is not something this service answers.",
                },
            []
        );
    }

    private static string Messages(IReadOnlyList<ProblemError> errors) => string.Join(' ', errors.Select(error => error.Message));
}
