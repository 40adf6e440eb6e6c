namespace HandoffSaga.Signoffs;

/// <summary>Why a signoff was rejected; the texts have no control characters.</summary>
/// <param name="Kind">The kind of rejection.</param>
/// <param name="Detail">What is wrong in this signoff, and what to do.</param>
/// <param name="Errors">Every member that is wrong, not only the first; empty when the signoff could not be read.</param>
/// <param name="PackageId">Its package id, if that could be read and is valid.</param>
internal sealed record SignoffProblem(SignoffProblemKind Kind, string Detail, IReadOnlyList<FieldProblem> Errors, string? PackageId)
{
    public int Status => Kind.Status;

    public string Title => Kind.Title;

    /// <summary>The check that failed, for the record and not for the sender; by default that of the kind.</summary>
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
