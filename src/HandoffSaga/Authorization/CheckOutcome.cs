namespace HandoffSaga.Authorization;

/// <summary>The outcome of one check: it passed when there are no shortcomings.</summary>
/// <param name="Shortcomings">One line each, for people; none quotes received text.</param>
internal sealed record CheckOutcome(IReadOnlyList<string> Shortcomings)
{
    public bool Passed => Shortcomings.Count == 0;

    /// <summary>A check that could not be made has not passed.</summary>
    public static CheckOutcome NotMade(string why) => new([why]);
}
