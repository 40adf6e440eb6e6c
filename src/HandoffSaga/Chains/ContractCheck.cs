using HandoffSaga.Legs;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;
using HandoffSaga.Texts;

namespace HandoffSaga.Chains;

/// <summary>Checks a folder of contracts, each contract by itself and each with its next contract.</summary>
internal sealed class ContractCheck
{
    private readonly ContractChains _chains;
    private readonly List<ContractFinding> _findings = [];

    private ContractCheck(ContractChains chains) => _chains = chains;

    public static IReadOnlyList<ContractFinding> Of(ContractChains chains)
    {
        if (chains.FolderProblem is { } problem)
            return [new ContractFinding(problem.FileName, 0, FindingSeverity.Error, FindingCodes.NoContracts, problem.Message)];

        var check = new ContractCheck(chains);
        check.Readability();
        check.Identity();
        foreach (var contract in chains.Contracts)
        {
            check.Trigger(contract);
            check.NextContract(contract);
        }

        check.Cycles();
        check.Reachability();
        return [.. check._findings.OrderBy(finding => finding.FileName, StringComparer.Ordinal).ThenBy(finding => finding.Line)];
    }

    private void Readability()
    {
        foreach (var problem in _chains.Problems)
        {
            _findings.Add(
                new ContractFinding(problem.FileName, problem.Line, FindingSeverity.Error, FindingCodes.Unreadable, problem.Message)
            );
        }
    }

    private void Identity()
    {
        var firstOf = new Dictionary<string, SmartContract>(StringComparer.Ordinal);
        foreach (var contract in _chains.Contracts)
        {
            var id = contract.SmartContractId;
            if (!firstOf.TryAdd(id, contract))
            {
                Error(
                    contract,
                    contract.Lines.SmartContractId,
                    FindingCodes.DuplicateId,
                    $"{id} is already used by {firstOf[id].FileName}"
                );
            }

            if (contract.FileName != id + ".yaml" && contract.FileName != id + ".yml")
                Error(contract, contract.Lines.SmartContractId, FindingCodes.FileName, $"a contract with this id belongs in {id}.yaml");
        }
    }

    private void Trigger(SmartContract contract)
    {
        var line = contract.Lines.RoutingTrigger ?? 0;
        if (_chains.RouteOf(contract) is RouteDecision.Held held)
        {
            if (held.Reason == HeldReasons.RoutingMissing)
            {
                Error(
                    contract,
                    line,
                    FindingCodes.TriggerMissing,
                    "routing_trigger is missing: the last contract of a chain needs workflow_complete"
                );
            }
            else
            {
                Error(contract, line, FindingCodes.TriggerIncomplete, held.Detail);
            }
        }

        if (contract.Lines.AfterTrigger is { } after)
            Error(contract, after, FindingCodes.TriggerNotLast, "routing_trigger must be the last block of a contract");
        if (_chains.RouteOf(contract).VaultTransferOverruled)
        {
            _findings.Add(
                new ContractFinding(
                    contract.FileName,
                    line,
                    FindingSeverity.Warning,
                    FindingCodes.VaultTransferOverruled,
                    "vault_transfer: false has no effect, results always go to the Vault Hub"
                )
            );
        }
    }

    private void NextContract(SmartContract contract)
    {
        var line = contract.Lines.NextContract ?? 0;
        if (_chains.NextFileOf(contract) is { } name && !_chains.IsThere(name))
            Error(contract, line, FindingCodes.NextMissing, $"leads to {Excerpt.Quote(name)}, which is not in this folder");
        if (_chains.NextOf(contract) is not { } next)
            return;

        if (contract.ClientPoId is { } own && next.ClientPoId is { } others && own != others)
        {
            Error(
                contract,
                line,
                FindingCodes.NextOtherClientPo,
                $"leads to {next.FileName} of {others}, but this contract belongs to {own}"
            );
        }

        if (contract.SequenceNumber is { } before && next.SequenceNumber <= before)
        {
            Error(
                contract,
                line,
                FindingCodes.SequenceNotIncreasing,
                $"leads to {next.FileName} with sequence_number {next.SequenceNumber}, but this contract has {before}"
            );
        }
    }

    private void Cycles()
    {
        foreach (var cycle in ChainCycles.In(_chains))
        {
            var way = string.Join(" -> ", cycle.Append(cycle[0]).Select(contract => contract.SmartContractId).Take(ChainCycles.MostShown));
            var more = cycle.Count >= ChainCycles.MostShown ? " -> ..." : "";
            Error(cycle[0], cycle[0].Lines.NextContract ?? 0, FindingCodes.Cycle, $"the chain never ends: {way}{more}");
        }
    }

    private void Reachability()
    {
        var reached = _chains
            .Contracts.Select(contract => (From: contract, To: _chains.NextOf(contract)))
            .Where(link => link.To is not null && link.To.FileName != link.From.FileName)
            .Select(link => link.To!.FileName)
            .ToHashSet(StringComparer.Ordinal);
        var heads = new ChainHeads(_chains.Contracts);
        foreach (var contract in _chains.Contracts.Where(contract => !reached.Contains(contract.FileName)))
        {
            if (heads.Before(contract) is { } earlier)
            {
                Error(
                    contract,
                    contract.Lines.SequenceNumber ?? 0,
                    FindingCodes.Unreachable,
                    $"no contract leads here, but {contract.ClientPoId} begins with sequence_number {earlier}"
                );
            }
        }
    }

    private void Error(SmartContract contract, int line, string code, string message) =>
        _findings.Add(new ContractFinding(contract.FileName, line, FindingSeverity.Error, code, message));
}
