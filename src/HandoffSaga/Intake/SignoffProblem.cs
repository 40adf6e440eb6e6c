namespace HandoffSaga.Intake;

/// <summary>The kinds of refusal at the door, by the HTTP status they have there.</summary>
internal enum SignoffRefusal
{
    NotJson = 400,
    Signature = 401,
    TooLarge = 413,
    Content = 422,
}

/// <summary>Why a signoff was refused, in words free of control characters.</summary>
/// <param name="Kind">Its value is the HTTP status.</param>
/// <param name="Title">The refusal in a few words.</param>
/// <param name="Detail">What to do about it.</param>
/// <param name="Errors">Every member that is wrong, not only the first; empty when the whole could not be read.</param>
/// <param name="PackageId">Whose signoff it was, when that could be read and is a valid id.</param>
internal sealed record SignoffProblem(
    SignoffRefusal Kind,
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
            SignoffRefusal.NotJson => "not_json",
            SignoffRefusal.Signature => "signature_missing_or_malformed",
            SignoffRefusal.TooLarge => "too_large",
            SignoffRefusal.Content => "content",
            _ => throw new InvalidOperationException($"Nothing is known of {Kind}."),
        };
        init;
    }
}

/// <summary>What is wrong with one member.</summary>
/// <param name="Path">A JSON pointer (RFC 6901), such as <c>/test_data/smart_contract_id</c>.</param>
/// <param name="Message">What it must be.</param>
internal sealed record FieldProblem(string Path, string Message);
