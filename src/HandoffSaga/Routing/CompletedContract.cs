using System.Diagnostics;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Routing;

/// <summary>The file of the completed contract, as a source of routing.</summary>
internal abstract record CompletedContract
{
    private CompletedContract() { }

    /// <summary>The file belongs to the signoff. Its trigger is null when it has none.</summary>
    public sealed record Usable(RoutingTrigger? Trigger) : CompletedContract;

    /// <summary>There is no usable file for this signoff.</summary>
    /// <param name="Why">For people: the file that was looked for, and its problem.</param>
    public sealed record Unusable(string Why) : CompletedContract;

    /// <summary>Judges the result of a lookup: a file is used only for the signed contract and client PO.</summary>
    public static CompletedContract Of(ContractLookup lookup, string smartContractId, string clientPoId) =>
        lookup switch
        {
            ContractLookup.Found { Contract: var contract } => Of(contract, smartContractId, clientPoId),
            ContractLookup.Missing missing => new Unusable($"there is no contract file {missing.Name}"),
            ContractLookup.Invalid { First: var problem } invalid => new Unusable(
                problem.Line > 0 ? $"{invalid.Name} line {problem.Line}: {problem.Message}" : $"{invalid.Name}: {problem.Message}"
            ),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };

    private static CompletedContract Of(SmartContract contract, string smartContractId, string clientPoId)
    {
        if (contract.SmartContractId != smartContractId)
            return new Unusable($"{contract.FileName} holds {contract.SmartContractId}, not {smartContractId}");
        if (contract.ClientPoId is not null && contract.ClientPoId != clientPoId)
            return new Unusable($"{contract.FileName} belongs to {contract.ClientPoId}, not {clientPoId}");
        return new Usable(contract.Trigger);
    }
}
