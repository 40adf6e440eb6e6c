namespace HandoffSaga.Alerts;

/// <summary>The transfer, and perhaps the leg, that an alert is about.</summary>
/// <param name="PackageId">The package.</param>
/// <param name="TransferId"><c>XFER-{package_id}</c>.</param>
/// <param name="Destination">The leg's wire name; null for the whole transfer.</param>
/// <param name="RetryCount">The leg's attempts after the first; null for the whole transfer.</param>
/// <param name="LastError">The leg's last error; null for the whole transfer.</param>
internal sealed record AlertSubject(string PackageId, string TransferId, string? Destination, int? RetryCount, string? LastError);
