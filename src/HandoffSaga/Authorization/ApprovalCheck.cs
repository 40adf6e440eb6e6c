using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;
using HandoffSaga.Texts;

namespace HandoffSaga.Authorization;

/// <summary>
/// Checks the approvals: each must have a role, a name, a time and a meaning, and all that the contract requires must be present.
/// </summary>
internal static class ApprovalCheck
{
    /// <summary>More than any signoff has, and few enough to compare each with each.</summary>
    private const int Most = 500;

    private static readonly string[] Meanings = ["performed", "reviewed", "approved", "witnessed"];

    /// <param name="approvals">As they were signed.</param>
    /// <param name="required">The approvals that the completed contract requires.</param>
    public static CheckOutcome Of(IReadOnlyList<SignoffApproval> approvals, IReadOnlyList<RequiredApproval> required)
    {
        if (approvals.Count > Most || required.Count > Most)
            return CheckOutcome.NotMade($"there are more than {Most} approvals; they were not checked");

        string[] incomplete = [.. approvals.SelectMany((approval, i) => Flaws(approval).Select(flaw => $"approval {i + 1} {flaw}"))];
        return new([
            .. incomplete,
            .. Missing(approvals, required).Select(wanted => $"the contract requires an approval that is missing: {Describe(wanted)}"),
        ]);
    }

    private static IEnumerable<string> Flaws(SignoffApproval approval)
    {
        if (string.IsNullOrWhiteSpace(approval.Role))
            yield return "has no role";
        if (string.IsNullOrWhiteSpace(approval.Name))
            yield return "has no name";
        if (approval.SignedAt is null)
            yield return "has no signed_at";
        else if (!Rfc3339Time.IsOne(approval.SignedAt))
            yield return "has a signed_at that is not an RFC 3339 time";
        if (!Meanings.Contains(approval.Meaning))
            yield return $"has a meaning other than {string.Join(", ", Meanings)}";
    }

    /// <summary>
    /// The required approvals that are missing. Each needs an approval of its own: the same role, name and meaning twice counts once. An
    /// approval that could meet several requirements is assigned so that as many as possible are met (augmenting paths, as for any
    /// bipartite matching).
    /// </summary>
    private static List<RequiredApproval> Missing(IReadOnlyList<SignoffApproval> approvals, IReadOnlyList<RequiredApproval> required)
    {
        SignoffApproval[] acts =
        [
            .. approvals.Where(approval => !Flaws(approval).Any()).DistinctBy(approval => (approval.Role, approval.Name, approval.Meaning)),
        ];
        var standsFor = new int?[acts.Length];
        List<RequiredApproval> missing = [];
        for (var wanted = 0; wanted < required.Count; wanted++)
        {
            if (!Assign(wanted, new bool[acts.Length]))
                missing.Add(required[wanted]);
        }

        return missing;

        bool Assign(int wanted, bool[] tried)
        {
            for (var act = 0; act < acts.Length; act++)
            {
                if (tried[act] || !Meets(acts[act], required[wanted]))
                    continue;
                tried[act] = true;
                if (standsFor[act] is { } other && !Assign(other, tried))
                    continue;
                standsFor[act] = wanted;
                return true;
            }

            return false;
        }
    }

    private static bool Meets(SignoffApproval act, RequiredApproval wanted) =>
        (wanted.Role is null || wanted.Role == act.Role) && (wanted.Meaning is null || wanted.Meaning == act.Meaning);

    private static string Describe(RequiredApproval wanted) =>
        string.Join(", ", new[] { wanted.Role, wanted.Meaning }.OfType<string>().Select(word => PrintableText.Excerpt(word, 64)));
}
