using HandoffSaga.SmartContracts;

namespace HandoffSaga.Authorization;

/// <summary>Checks that the test followed the procedure revision of its contract.</summary>
internal static class ProcedureCheck
{
    /// <param name="revision">The signed <c>test_data.procedure_revision</c>; null when there is none.</param>
    /// <param name="contract">The completed contract.</param>
    public static CheckOutcome Of(string? revision, SmartContract contract) =>
        (revision, contract.ProcedureRevision) switch
        {
            (_, null) => CheckOutcome.NotMade("the contract names no procedure revision"),
            (null, _) => CheckOutcome.NotMade("test_data names no procedure_revision"),
            var (followed, asked) when followed == asked => new([]),
            _ => new(["test_data and the contract name different procedure revisions"]),
        };
}
