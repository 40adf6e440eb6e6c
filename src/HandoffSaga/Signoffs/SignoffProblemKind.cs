namespace HandoffSaga.Signoffs;

/// <summary>Why a signoff is refused: the kinds, as records, people and HTTP name them.</summary>
/// <param name="Reason">For the record: the check that failed.</param>
/// <param name="Title">For people, the same for all of its kind.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record SignoffProblemKind(string Reason, string Title, int Status)
{
    public static readonly SignoffProblemKind NotJson = new("not_json", "The body is not one JSON document", 400);

    /// <summary>Nothing that could be its signature.</summary>
    public static readonly SignoffProblemKind Signature = new(
        "signature_missing_or_malformed",
        "Guardian's signature is missing or malformed",
        401
    );

    /// <summary>A signature that does not count; the check that failed takes the reason's place.</summary>
    public static readonly SignoffProblemKind Unauthorized = new("signature_does_not_verify", "Guardian's signature does not hold", 401);

    /// <summary>The package id was accepted before with other content.</summary>
    public static readonly SignoffProblemKind Conflict = new("conflict", "The package id is taken by another signoff", 409);

    public static readonly SignoffProblemKind TooLarge = new("too_large", "The signoff is too large", 413);

    /// <summary>JSON without a canonical form.</summary>
    public static readonly SignoffProblemKind Unsignable = new("content", "The signoff is JSON that cannot be signed", 422);

    public static readonly SignoffProblemKind NoEnvelope = new("content", "The body is not the envelope it claims to be", 422);

    public static readonly SignoffProblemKind Content = new("content", "The signoff's content is not as it must be", 422);

    /// <summary>It is signed, and its contract refuses what is not complete.</summary>
    public static readonly SignoffProblemKind Incomplete = new(
        "incomplete",
        "The signoff is not complete, and its contract refuses that",
        422
    );
}
