namespace HandoffSaga.Signoffs;

/// <summary>A kind of rejection, with its names for records, people and HTTP.</summary>
/// <param name="Reason">For the record: the check that failed.</param>
/// <param name="Title">The title for people.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record SignoffProblemKind(string Reason, string Title, int Status)
{
    public static readonly SignoffProblemKind NotJson = new("not_json", "The body is not one JSON document", 400);

    /// <summary>The signature is missing or not in the form of one.</summary>
    public static readonly SignoffProblemKind Signature = new(
        "signature_missing_or_malformed",
        "Guardian's signature is missing or malformed",
        401
    );

    /// <summary>The signature is invalid; the failed check replaces the reason.</summary>
    public static readonly SignoffProblemKind Unauthorized = new("signature_does_not_verify", "Guardian's signature is invalid", 401);

    /// <summary>The package id was accepted before with other content.</summary>
    public static readonly SignoffProblemKind Conflict = new("conflict", "The package id belongs to another signoff", 409);

    public static readonly SignoffProblemKind TooLarge = new("too_large", "The signoff is too large", 413);

    /// <summary>JSON without a canonical form.</summary>
    public static readonly SignoffProblemKind Unsignable = new("content", "The signoff has no canonical form", 422);

    public static readonly SignoffProblemKind NoEnvelope = new("content", "The body is not the envelope it claims to be", 422);

    public static readonly SignoffProblemKind Content = new("content", "The signoff is invalid", 422);

    /// <summary>It is signed but incomplete, and its contract rejects incomplete signoffs.</summary>
    public static readonly SignoffProblemKind Incomplete = new(
        "incomplete",
        "The signoff is incomplete, and its contract rejects incomplete signoffs",
        422
    );
}
