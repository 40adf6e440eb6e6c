using HandoffSaga.Intake;
using HandoffSaga.Legs;
using Microsoft.AspNetCore.WebUtilities;

namespace HandoffSaga.Host.Api;

/// <summary>Every problem the API answers with.</summary>
internal static class Problems
{
    /// <summary>Long enough for a store to come back, short enough that a Guardian's retry is soon through.</summary>
    public const string RetryAfterSeconds = "5";

    private const string Kind = "urn:handoff:problem:";

    public static Problem UnknownPackage(string packageId) =>
        new(Kind + "unknown-package", "Unknown package", StatusCodes.Status404NotFound, $"There is no transfer of package '{packageId}'.", []);

    public static Problem NoSuchPackage(string packageId, string leg) =>
        new(Kind + "no-such-package", "No such package", StatusCodes.Status404NotFound, $"There is no {leg} package of '{packageId}': the transfer is unknown, or this leg has nothing to send.", []);

    public static Problem UnknownLeg(string leg) =>
        new(Kind + "unknown-leg", "Unknown leg", StatusCodes.Status404NotFound, $"There is no leg '{leg}'. The legs are {string.Join(" and ", DestinationNames.Vocabulary.Names)}.", []);

    public static Problem WrongParameters(IReadOnlyList<ProblemError> errors) =>
        new(Kind + "wrong-parameters", "Wrong query parameters", StatusCodes.Status400BadRequest, "Nothing was listed: " + string.Join(' ', errors.Select(error => error.Message)), errors);

    public static Problem NotJson(string detail) => new(Kind + "not-json", "Not JSON", StatusCodes.Status400BadRequest, detail, []);

    public static Problem WrongMembers(IReadOnlyList<ProblemError> errors) =>
        new(Kind + "wrong-members", "Wrong content", StatusCodes.Status422UnprocessableEntity, "Nothing was ordered: " + string.Join(' ', errors.Select(error => error.Message)), errors);

    public static Problem TooLarge(long maxBytes) =>
        new(Kind + "too-large", "Too large", StatusCodes.Status413PayloadTooLarge, $"At most {maxBytes} bytes are read.", []);

    public static Problem Rejected(SignoffProblemView view) =>
        new(Kind + "signoff-refused", view.Title, view.Status, view.Detail, [.. view.Errors.Select(error => new ProblemError(error.Path, error.Message))]);

    public static Problem Conflict(IntakeResult.Conflict conflict) =>
        new(Kind + "signoff-conflict", "The package id is taken by another signoff", StatusCodes.Status409Conflict, conflict.Detail, []);

    public static Problem NotRedeliverable(string detail) =>
        new(Kind + "not-redeliverable", "The leg is neither held nor escalated", StatusCodes.Status409Conflict, detail, []);

    public static Problem Unavailable(string detail) =>
        new(Kind + "unavailable", "Not available now", StatusCodes.Status503ServiceUnavailable, detail, []);

    public static Problem TokenMissing() =>
        new(Kind + "token-required", "A token is required", StatusCodes.Status401Unauthorized, "Send the header 'Authorization: Bearer' with the token of this service.", []);

    public static Problem ForeignHost() =>
        new(Kind + "foreign-host", "This is not that host", StatusCodes.Status421MisdirectedRequest,
            "Without a token the service answers to localhost and loopback addresses only; to be reached by another name, it needs Api:TokenFile.", []);

    public static Problem ForeignOrigin() =>
        new(Kind + "foreign-origin", "A page from elsewhere may not ask", StatusCodes.Status403Forbidden,
            "The request comes from a web page of another origin; to be asked by one, the service needs Api:TokenFile.", []);

    public static Problem WrongMediaType() =>
        new(Kind + "wrong-media-type", "Not application/json", StatusCodes.Status415UnsupportedMediaType, "Send the body with the header 'Content-Type: application/json'.", []);

    public static Problem Unexpected() =>
        new(Kind + "unexpected", "Something went wrong here", StatusCodes.Status500InternalServerError, "The service failed to answer; its log says why.", []);

    /// <summary>For an answer that has a status and nothing else: an unknown path, a wrong method, a broken request.</summary>
    public static Problem ForStatus(HttpContext context, string? detail = null)
    {
        var status = context.Response.StatusCode;
        return new(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(status),
            status,
            detail ?? status switch
            {
                StatusCodes.Status415UnsupportedMediaType => $"{context.Request.Method} {context.Request.Path} takes JSON: send it with the header 'Content-Type: application/json', or with none.",
                _ => $"{context.Request.Method} {context.Request.Path} is not something this service answers.",
            },
            []);
    }
}
