namespace HandoffSaga.Signoffs;

/// <summary>Why a signoff was refused, in words free of control characters.</summary>
/// <param name="Kind">What kind of rejection it is.</param>
/// <param name="Detail">This one, and what to do about it.</param>
/// <param name="Errors">Every member that is wrong, not only the first; empty when the whole could not be read.</param>
/// <param name="PackageId">Whose signoff it was, when that could be read and is a valid id.</param>
internal sealed record SignoffProblem(SignoffProblemKind Kind, string Detail, IReadOnlyList<FieldProblem> Errors, string? PackageId)
{
    public int Status => Kind.Status;

    public string Title => Kind.Title;

    /// <summary>The check that failed, for the record and not for the sender; the kind says it where no check is named.</summary>
    public string Reason
    {
        get => field ?? Kind.Reason;
        init;
    }
}

/// <summary>What is wrong with one member.</summary>
/// <param name="Path">A JSON pointer (RFC 6901), such as <c>/test_data/smart_contract_id</c>.</param>
/// <param name="Message">What it must be.</param>
internal sealed record FieldProblem(string Path, string Message);
