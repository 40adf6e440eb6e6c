using HandoffSaga.SmartContracts;

namespace HandoffSaga.Chains;

/// <summary>The sequence numbers with which the chains of each client PO begin.</summary>
internal sealed class ChainHeads
{
    private readonly Dictionary<string, long> _lowest = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ClientPoId, string? PartId), long> _lowestOfPart = [];

    public ChainHeads(IEnumerable<SmartContract> contracts)
    {
        foreach (var contract in contracts)
        {
            if (contract is not { ClientPoId: { } po, SequenceNumber: { } sequence })
                continue;
            _lowest[po] = Math.Min(sequence, _lowest.GetValueOrDefault(po, sequence));
            _lowestOfPart[(po, contract.PartId)] = Math.Min(sequence, _lowestOfPart.GetValueOrDefault((po, contract.PartId), sequence));
        }
    }

    /// <summary>
    /// The lowest sequence number of the contract's client PO when it is lower than its own; contracts for other parts are left out.
    /// </summary>
    public long? Before(SmartContract contract)
    {
        if (contract is not { ClientPoId: { } po, SequenceNumber: { } own })
            return null;

        var lowest = contract.PartId is null
            ? _lowest[po]
            : Math.Min(_lowestOfPart[(po, contract.PartId)], _lowestOfPart.GetValueOrDefault((po, null), own));
        return lowest < own ? lowest : null;
    }
}
