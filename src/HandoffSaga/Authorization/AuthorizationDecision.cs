using HandoffSaga.Signoffs;

namespace HandoffSaga.Authorization;

/// <summary>The decision on whether a signoff may move a part.</summary>
internal abstract record AuthorizationDecision
{
    private AuthorizationDecision() { }

    /// <summary>It may move a part.</summary>
    public sealed record Granted(AuthorizedSignoff Signoff) : AuthorizationDecision;

    /// <summary>It is not a valid signoff of Guardian.</summary>
    public sealed record Rejected(SignoffProblem Problem) : AuthorizationDecision;

    /// <summary>
    /// It is Guardian's signoff, but incomplete, and its contract rejects incomplete signoffs. For a package that was accepted before it
    /// still counts as a repetition.
    /// </summary>
    public sealed record Incomplete(AuthorizedSignoff Signoff, SignoffProblem Problem) : AuthorizationDecision;

    /// <summary>It cannot be decided now.</summary>
    public sealed record Undecided(string Detail) : AuthorizationDecision;
}
