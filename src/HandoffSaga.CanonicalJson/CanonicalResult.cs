using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.CanonicalJson;

/// <summary>The result of canonicalizing bytes: either an object or the problem that prevents it.</summary>
public sealed record CanonicalResult
{
    internal CanonicalResult(CanonicalObject value) => Object = value;

    internal CanonicalResult(JsonProblem problem) => Problem = problem;

    /// <summary>The object, when there is one.</summary>
    public CanonicalObject? Object { get; }

    /// <summary>The problem, when there is no object.</summary>
    public JsonProblem? Problem { get; }

    /// <summary>Whether there is an object, and otherwise the problem.</summary>
    [MemberNotNullWhen(true, nameof(Object))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsCanonical => Object is not null;
}
