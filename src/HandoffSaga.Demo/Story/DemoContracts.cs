using HandoffSaga.Chains;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Demo.Story;

/// <summary>The demo's example contracts, embedded in the program so that it runs from any folder.</summary>
internal static class DemoContracts
{
    private const string Prefix = "contracts/";

    /// <summary>Writes the contracts into <paramref name="folder"/>, as an integrator would.</summary>
    public static async Task Unpack(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var assembly = typeof(DemoContracts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            await using var resource = assembly.GetManifestResourceStream(name)!;
            await using var file = File.Create(Path.Combine(folder, name[Prefix.Length..]));
            await resource.CopyToAsync(file, cancellationToken);
        }
    }

    /// <summary>The contracts in the order the part passes them.</summary>
    public static async Task<IReadOnlyList<SmartContract>> Job(string folder, CancellationToken cancellationToken)
    {
        var chains = await ContractChains.Load(folder, cancellationToken);
        List<SmartContract> job = [];
        for (
            var contract = chains.Contracts.MinBy(contract => contract.SequenceNumber);
            contract is not null;
            contract = chains.NextOf(contract)
        )
        {
            job.Add(contract);
        }

        return job;
    }
}
