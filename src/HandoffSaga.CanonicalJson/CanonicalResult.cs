using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// What became of bytes that were to be made canonical: an object, or the problem that prevents it; never both, never neither.
/// </summary>
public sealed record CanonicalResult
{
    internal CanonicalResult(CanonicalObject value) => Object = value;

    internal CanonicalResult(JsonProblem problem) => Problem = problem;

    /// <summary>The object, when there is one.</summary>
    public CanonicalObject? Object { get; }

    /// <summary>The problem, when there is no object.</summary>
    public JsonProblem? Problem { get; }

    /// <summary>Tells which of both this is.</summary>
    [MemberNotNullWhen(true, nameof(Object))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsCanonical => Object is not null;
}
