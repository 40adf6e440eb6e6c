using HandoffSaga.SmartContracts;

namespace HandoffSaga.Chains;

/// <summary>Finds chains that lead back into themselves.</summary>
internal static class ChainCycles
{
    /// <summary>How many contracts of a cycle a message names.</summary>
    public const int MostShown = 12;

    /// <summary>Each cycle once, beginning with the first of its contracts by file name. Every contract is visited once.</summary>
    public static IEnumerable<IReadOnlyList<SmartContract>> In(ContractChains chains)
    {
        var walkOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var walk = 0;
        foreach (var start in chains.Contracts)
        {
            walk++;
            var at = start;
            while (at is not null && walkOf.TryAdd(at.FileName, walk))
                at = chains.NextOf(at);

            // A contract of an earlier walk leads nowhere new; one of this walk closes a cycle.
            if (at is not null && walkOf[at.FileName] == walk)
                yield return Around(at, chains);
        }
    }

    private static List<SmartContract> Around(SmartContract entry, ContractChains chains)
    {
        var circle = new List<SmartContract> { entry };
        for (var at = chains.NextOf(entry); at is not null && at.FileName != entry.FileName; at = chains.NextOf(at))
            circle.Add(at);

        var first = circle.IndexOf(circle.MinBy(contract => contract.FileName, StringComparer.Ordinal)!);
        return [.. circle[first..], .. circle[..first]];
    }
}
