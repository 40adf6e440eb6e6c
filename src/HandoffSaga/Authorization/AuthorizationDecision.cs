using HandoffSaga.Signoffs;

namespace HandoffSaga.Authorization;

/// <summary>Whether a signoff may move a part.</summary>
internal abstract record AuthorizationDecision
{
    private AuthorizationDecision() { }

    /// <summary>It may.</summary>
    public sealed record Granted(AuthorizedSignoff Signoff) : AuthorizationDecision;

    /// <summary>It is not Guardian's word.</summary>
    public sealed record Rejected(SignoffProblem Problem) : AuthorizationDecision;

    /// <summary>
    /// It is Guardian's word, and its contract refuses what is not complete. Of a package that was accepted before it is a repetition
    /// nevertheless.
    /// </summary>
    public sealed record Incomplete(AuthorizedSignoff Signoff, SignoffProblem Problem) : AuthorizationDecision;

    /// <summary>Nobody can tell now.</summary>
    public sealed record Undecided(string Detail) : AuthorizationDecision;
}
