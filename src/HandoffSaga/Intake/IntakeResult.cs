using HandoffSaga.Signoffs;

namespace HandoffSaga.Intake;

/// <summary>The result of submitting a signoff.</summary>
internal abstract record IntakeResult
{
    private IntakeResult() { }

    /// <summary>A new transfer is on disk.</summary>
    public sealed record Accepted(string PackageId) : IntakeResult;

    /// <summary>The same content was accepted before; there is no second transfer.</summary>
    public sealed record Duplicate(string PackageId) : IntakeResult;

    /// <summary>The package id belongs to a signoff with other content.</summary>
    public sealed record Conflict(string Detail) : IntakeResult;

    /// <summary>The signoff is rejected and moves nothing.</summary>
    public sealed record Rejected(SignoffProblem Problem) : IntakeResult;

    /// <summary>It could not be judged or stored now; send it again.</summary>
    public sealed record Unavailable(string Detail) : IntakeResult;
}
