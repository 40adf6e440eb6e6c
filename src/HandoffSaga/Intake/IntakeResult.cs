using HandoffSaga.Signoffs;

namespace HandoffSaga.Intake;

/// <summary>What became of a signoff.</summary>
internal abstract record IntakeResult
{
    private IntakeResult() { }

    /// <summary>A new transfer is on disk.</summary>
    public sealed record Accepted(string PackageId) : IntakeResult;

    /// <summary>The same content was accepted before; there is no second transfer.</summary>
    public sealed record Duplicate(string PackageId) : IntakeResult;

    /// <summary>The package id was taken by other content.</summary>
    public sealed record Conflict(string Detail) : IntakeResult;

    /// <summary>The signoff is refused and moves nothing.</summary>
    public sealed record Rejected(SignoffProblem Problem) : IntakeResult;

    /// <summary>It could not be judged or stored now; sending it again is right.</summary>
    public sealed record Unavailable(string Detail) : IntakeResult;
}
