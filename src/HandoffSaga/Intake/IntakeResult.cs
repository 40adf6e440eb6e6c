using HandoffSaga.Signoffs;

namespace HandoffSaga.Intake;

/// <summary>What became of a signoff.</summary>
internal abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>A new transfer is on disk.</summary>
    public sealed record Accepted(string PackageId) : IntakeResult;

    /// <summary>The same content was accepted before; there is no second transfer.</summary>
    public sealed record Duplicate(string PackageId) : IntakeResult;

    /// <summary>The package id was taken by other content.</summary>
    public sealed record Conflict(string PackageId, string Detail) : IntakeResult;

    /// <summary>The signoff is refused and moves nothing.</summary>
    public sealed record Rejected(SignoffProblemView Problem) : IntakeResult;

    /// <summary>It could not be judged or stored now; sending it again is right.</summary>
    public sealed record Unavailable(string Detail) : IntakeResult;
}

/// <summary>Why a signoff is refused.</summary>
/// <param name="Status">400 not JSON, 401 signature, 413 too large, 422 content.</param>
/// <param name="Title">The kind of problem, the same for all of its kind.</param>
/// <param name="Detail">This one.</param>
/// <param name="Errors">Where in the signoff, when it can be said.</param>
internal sealed record SignoffProblemView(int Status, string Title, string Detail, IReadOnlyList<SignoffProblemView.Error> Errors)
{
    public static SignoffProblemView Of(SignoffProblem problem) =>
        new((int)problem.Kind, problem.Title, problem.Detail, [.. problem.Errors.Select(e => new Error(e.Path, e.Message))]);

    /// <param name="Path">A JSON pointer (RFC 6901), as in <c>/test_data/routing_trigger/next_contract</c>.</param>
    /// <param name="Message">What is wrong with it.</param>
    internal sealed record Error(string Path, string Message);
}
