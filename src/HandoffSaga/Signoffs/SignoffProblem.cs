using System.Diagnostics;

namespace HandoffSaga.Signoffs;

/// <summary>The kinds of rejection at the door, by the HTTP status they have there.</summary>
internal enum SignoffProblemKind
{
    NotJson = 400,
    Signature = 401,
    TooLarge = 413,
    Content = 422,
}

/// <summary>Why a signoff was refused, in words free of control characters.</summary>
/// <param name="Kind">Its value is the HTTP status.</param>
/// <param name="Title">The rejection in a few words.</param>
/// <param name="Detail">What to do about it.</param>
/// <param name="Errors">Every member that is wrong, not only the first; empty when the whole could not be read.</param>
/// <param name="PackageId">Whose signoff it was, when that could be read and is a valid id.</param>
internal sealed record SignoffProblem(
    SignoffProblemKind Kind,
    string Title,
    string Detail,
    IReadOnlyList<FieldProblem> Errors,
    string? PackageId)
{
    /// <summary>The check that failed, for the record and not for the sender; the kind says it where no check is named.</summary>
    public string Reason
    {
        get => field ?? Kind switch
        {
            SignoffProblemKind.NotJson => "not_json",
            SignoffProblemKind.Signature => "signature_missing_or_malformed",
            SignoffProblemKind.TooLarge => "too_large",
            SignoffProblemKind.Content => "content",
            _ => throw new UnreachableException($"Unexpected case: {Kind}"),
        };
        init;
    }
}

/// <summary>What is wrong with one member.</summary>
/// <param name="Path">A JSON pointer (RFC 6901), such as <c>/test_data/smart_contract_id</c>.</param>
/// <param name="Message">What it must be.</param>
internal sealed record FieldProblem(string Path, string Message);
