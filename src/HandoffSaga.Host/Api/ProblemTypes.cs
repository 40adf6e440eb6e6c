namespace HandoffSaga.Host.Api;

/// <summary>
/// All problem types of the API, each with its name, title and HTTP status. Those of a rejected signoff come from the intake
/// (<see cref="Signoffs.SignoffProblemKind"/>).
/// </summary>
internal static class ProblemTypes
{
    public static readonly ProblemType NotJson = new("not-json", "Not JSON", StatusCodes.Status400BadRequest);
    public static readonly ProblemType WrongParameters = new(
        "wrong-parameters",
        "Invalid query parameters",
        StatusCodes.Status400BadRequest
    );
    public static readonly ProblemType TokenRequired = new("token-required", "A token is required", StatusCodes.Status401Unauthorized);
    public static readonly ProblemType ForeignOrigin = new(
        "foreign-origin",
        "Cross-origin request rejected",
        StatusCodes.Status403Forbidden
    );
    public static readonly ProblemType UnknownPackage = new("unknown-package", "Unknown package", StatusCodes.Status404NotFound);
    public static readonly ProblemType NoSuchPackage = new("no-such-package", "No such package", StatusCodes.Status404NotFound);
    public static readonly ProblemType UnknownLeg = new("unknown-leg", "Unknown leg", StatusCodes.Status404NotFound);
    public static readonly ProblemType NotRedeliverable = new(
        "not-redeliverable",
        "The leg is neither held, escalated, closed nor waiting for its next attempt",
        StatusCodes.Status409Conflict
    );
    public static readonly ProblemType NotClosable = new(
        "not-closable",
        "The leg is complete, or there is none",
        StatusCodes.Status409Conflict
    );
    public static readonly ProblemType TooLarge = new("too-large", "Too large", StatusCodes.Status413PayloadTooLarge);
    public static readonly ProblemType WrongMediaType = new(
        "wrong-media-type",
        "Not application/json",
        StatusCodes.Status415UnsupportedMediaType
    );
    public static readonly ProblemType ForeignHost = new("foreign-host", "Host not allowed", StatusCodes.Status421MisdirectedRequest);
    public static readonly ProblemType WrongMembers = new("wrong-members", "Invalid content", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemType Unexpected = new("unexpected", "Internal error", StatusCodes.Status500InternalServerError);
    public static readonly ProblemType Unavailable = new("unavailable", "Temporarily unavailable", StatusCodes.Status503ServiceUnavailable);

    public static ProblemType Signoff(Signoffs.SignoffProblemKind rejection) =>
        new(rejection == Signoffs.SignoffProblemKind.Conflict ? "signoff-conflict" : "signoff-refused", rejection.Title, rejection.Status);
}

/// <summary>A problem type.</summary>
/// <param name="Name">The end of the URN, for programs; never changes.</param>
/// <param name="Title">For people.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record ProblemType(string Name, string Title, int Status)
{
    /// <summary>A problem of this type.</summary>
    /// <param name="detail">What happened this time.</param>
    /// <param name="errors">The individual errors, if any.</param>
    public Problem With(string detail, IReadOnlyList<ProblemError>? errors = null) =>
        new("urn:handoff:problem:" + Name, Title, Status, detail, errors ?? []);
}
