namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>
/// How often a specification hurts what it hurts. <c>tests/run.sh</c> does it often enough to see that the harm is there and does none;
/// <c>tests/faults.sh</c> does it as often as it takes to meet the rare moments.
/// </summary>
internal static class Rounds
{
    // Not HANDOFF_: what begins so is a setting of the service, which rejects one it does not know.
    private static readonly bool All = Environment.GetEnvironmentVariable("SPECS_ROUNDS") == "all";

    public static int Of(int all, int few) => All ? all : few;

    /// <summary>Of the cases of a long matrix the first, or all.</summary>
    public static IEnumerable<T> Of<T>(params T[] cases) => All ? cases : cases.Take(1);
}
