using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Status;

namespace HandoffSaga.Demo.Story;

/// <summary>The service's final records of one package.</summary>
internal sealed record DemoOutcome(DemoSignoff Signoff, TransferAnswer? Transfer, AttemptsAnswer? Attempts, AuditAnswer? Audit);

/// <summary>Checks that everything really happened by the records of both sides, not of the service alone.</summary>
internal static class DemoVerdict
{
    /// <summary>Every difference between what was promised and what is there; empty when there is none.</summary>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<DemoOutcome> outcomes,
        IReadOnlyList<KeptPackage> vault,
        IReadOnlyList<KeptPackage> floor,
        IReadOnlyDictionary<string, int> acceptedByKey,
        string faultyPackage
    )
    {
        List<string> wrong = [];
        foreach (var (signoff, transfer, attempts, audit) in outcomes)
        {
            if (transfer?.Status != OverallStatus.FullyComplete)
                wrong.Add($"{signoff.PackageId} is {transfer?.Status ?? "not known"}, not {OverallStatus.FullyComplete}");
            Delivered(signoff, "vault hub", vault, transfer?.Legs?.VaultHub?.PayloadSha256, wrong);
            if (signoff.HasNextNode)
                Delivered(signoff, "floor hub", floor, transfer?.Legs?.NextNode?.PayloadSha256, wrong);
            if (audit?.Items?.Any(entry => entry.Action == LedgerActions.TransferComplete) != true)
                wrong.Add($"the audit trail of {signoff.PackageId} does not say that it is complete");
            var expected = (signoff.HasNextNode ? 2 : 1) + (signoff.PackageId == faultyPackage ? 1 : 0);
            if (attempts?.Items?.Count != expected)
                wrong.Add($"{signoff.PackageId} took {attempts?.Items?.Count ?? 0} attempts, not {expected}");
        }

        if (vault.Count != outcomes.Count)
            wrong.Add($"the vault hub holds {vault.Count} packages, not {outcomes.Count}");
        if (floor.Count != outcomes.Count(outcome => outcome.Signoff.HasNextNode))
            wrong.Add($"the floor hub holds {floor.Count} packages, not {outcomes.Count(outcome => outcome.Signoff.HasNextNode)}");
        wrong.AddRange(acceptedByKey.Where(key => key.Value > 1).Select(key => $"{key.Key} was accepted {key.Value} times"));
        return wrong;
    }

    private static void Delivered(DemoSignoff signoff, string hub, IReadOnlyList<KeptPackage> kept, string? sha256, List<string> wrong)
    {
        var package = kept.FirstOrDefault(candidate => candidate.TransferId == signoff.TransferId);
        if (package is null)
            wrong.Add($"the {hub} does not hold {signoff.TransferId}");
        else if (package.PayloadSha256 != sha256)
            wrong.Add($"the {hub} holds other bytes of {signoff.TransferId} than were sent");
    }
}
