using HandoffSaga.Intake;
using HandoffSaga.Legs;
using HandoffSaga.Signoffs;
using Microsoft.AspNetCore.WebUtilities;

namespace HandoffSaga.Host.Api;

/// <summary>Creates every problem the API answers with.</summary>
internal static class Problems
{
    /// <summary>Long enough for a store to recover, short enough that a Guardian's retry soon succeeds.</summary>
    public const string RetryAfterSeconds = "5";

    public static Problem UnknownPackage(string packageId) =>
        ProblemTypes.UnknownPackage.With($"There is no transfer of package '{packageId}'.");

    public static Problem NoSuchPackage(string packageId, string leg) =>
        ProblemTypes.NoSuchPackage.With(
            $"There is no {leg} package for '{packageId}': the transfer is unknown, or this leg has nothing to send."
        );

    public static Problem UnknownLeg(string leg) =>
        ProblemTypes.UnknownLeg.With($"There is no leg '{leg}'. The legs are {string.Join(" and ", DestinationNames.Vocabulary.Names)}.");

    public static Problem WrongParameters(IReadOnlyList<ProblemError> errors) =>
        ProblemTypes.WrongParameters.With("The request was rejected: " + Messages(errors), errors);

    public static Problem NotJson(string detail) => ProblemTypes.NotJson.With(detail);

    public static Problem WrongMembers(IReadOnlyList<ProblemError> errors) =>
        ProblemTypes.WrongMembers.With("The request was rejected: " + Messages(errors), errors);

    public static Problem TooLarge(long maxBytes) => ProblemTypes.TooLarge.With($"The body may have at most {maxBytes} bytes.");

    public static Problem Rejected(SignoffProblem problem) =>
        ProblemTypes
            .Signoff(problem.Kind)
            .With(problem.Detail, [.. problem.Errors.Select(error => new ProblemError(error.Path, error.Message))]);

    public static Problem Conflict(IntakeResult.Conflict conflict) =>
        ProblemTypes.Signoff(SignoffProblemKind.Conflict).With(conflict.Detail);

    public static Problem NotRedeliverable(string detail) => ProblemTypes.NotRedeliverable.With(detail);

    public static Problem NotClosable(string detail) => ProblemTypes.NotClosable.With(detail);

    public static Problem Unavailable(string detail) => ProblemTypes.Unavailable.With(detail);

    public static Problem TokenMissing() =>
        ProblemTypes.TokenRequired.With("Send the header 'Authorization: Bearer' with the token of this service.");

    public static Problem ForeignHost() =>
        ProblemTypes.ForeignHost.With(
            "Without a token the service answers only to localhost and loopback addresses. Set Api:TokenFile to call it by another host name."
        );

    public static Problem ForeignOrigin() =>
        ProblemTypes.ForeignOrigin.With(
            "The request comes from a web page of another origin. Set Api:TokenFile to allow such requests with a token."
        );

    public static Problem WrongMediaType() =>
        ProblemTypes.WrongMediaType.With("Send the body with the header 'Content-Type: application/json'.");

    public static Problem Unexpected() => ProblemTypes.Unexpected.With("The service failed to answer; its log says why.");

    /// <summary>The problem for an answer with only a status: an unknown path, a wrong method, a malformed request.</summary>
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
                    _ => $"There is no endpoint {context.Request.Method} {context.Request.Path}.",
                },
            []
        );
    }

    private static string Messages(IReadOnlyList<ProblemError> errors) => string.Join(' ', errors.Select(error => error.Message));
}
