namespace HandoffSaga.Legs;

/// <summary>Every status a leg is shown with (docs/wire.md section 4).</summary>
internal static class LegStatusNames
{
    public const string Pending = "pending";
    public const string Preparing = "preparing";
    public const string Transferring = "transferring";
    public const string RetryPending = "retry_pending";
    public const string Complete = "complete";
    public const string Held = "held";
    public const string Escalated = "escalated";
    public const string NotApplicable = "not_applicable";
    public const string Closed = "closed";

    /// <summary>The table. The first row of a stored status is its name where the attempt is not read.</summary>
    public static readonly IReadOnlyList<LegStatusTerm> All =
    [
        new(Pending, LegStatus.Pending, LegPhase.InProgress, TermTone.Plain, "an attempt is requested and not yet picked up."),
        new(Preparing, LegStatus.Pending, LegPhase.InProgress, TermTone.Plain, "the attempt is picked up and waits for a slot at the hub."),
        new(Transferring, LegStatus.Pending, LegPhase.InProgress, TermTone.Plain, "the attempt is under way; its start is on disk."),
        new(
            RetryPending,
            LegStatus.RetryPending,
            LegPhase.InProgress,
            TermTone.Warning,
            "the last attempt failed and the next one is scheduled."
        ),
        new(Complete, LegStatus.Complete, LegPhase.Done, TermTone.Good, "the hub confirmed."),
        new(Held, LegStatus.Held, LegPhase.Stuck, TermTone.Warning, "it waits for something from outside; held_reason gives the reason."),
        new(
            Escalated,
            LegStatus.Escalated,
            LegPhase.Stuck,
            TermTone.Bad,
            "its attempts are used up, or one failed permanently; an alert was raised, and slow retries may continue."
        ),
        new(NotApplicable, LegStatus.NotApplicable, LegPhase.Done, TermTone.Muted, "there is no next node.") { OfVaultLeg = false },
        new(
            Closed,
            LegStatus.Closed,
            LegPhase.Closed,
            TermTone.Muted,
            "a person decided that it will not be confirmed here; a confirmation that comes after all completes it."
        ),
    ];

    public static readonly Vocabulary Vocabulary = new(All);

    public static readonly Vocabulary OfVaultLeg = new([.. All.Where(status => status.OfVaultLeg)]);

    private static readonly Dictionary<string, LegStatusTerm> ByName = All.ToDictionary(status => status.Name, StringComparer.Ordinal);

    private static readonly Dictionary<LegStatus, LegStatusTerm> ByKept = All.GroupBy(status => status.Kept)
        .ToDictionary(kept => kept.Key, kept => kept.First());

    public static LegStatusTerm Term(string name) => ByName[name];

    public static LegStatusTerm Term(this LegStatus kept) => ByKept[kept];

    public static string WireName(this LegStatus kept) => kept.Term().Name;
}
