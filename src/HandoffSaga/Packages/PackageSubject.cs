namespace HandoffSaga.Packages;

/// <summary>The members about their transfer that both packages share.</summary>
/// <param name="PackageId">The package.</param>
/// <param name="TransferId"><c>XFER-{package_id}</c>.</param>
/// <param name="ClientPoId">The order.</param>
/// <param name="TestId">The test that was signed off.</param>
/// <param name="SourceNode">The station of the test.</param>
/// <param name="PartId">The part, where the signoff names it.</param>
/// <param name="PartNumber">The part's number, where the signoff names it.</param>
/// <param name="CompletionTimestamp">When the test was completed, as the signoff writes it.</param>
/// <param name="SignoffSha256">Lower-case hex digest of the signoff.</param>
/// <param name="ApprovalsVerified">Every approval was checked and is complete.</param>
internal sealed record PackageSubject(
    string PackageId,
    string TransferId,
    string ClientPoId,
    string TestId,
    string SourceNode,
    string? PartId,
    string? PartNumber,
    string? CompletionTimestamp,
    string SignoffSha256,
    bool ApprovalsVerified
);
