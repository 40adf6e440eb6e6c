using HandoffSaga.CanonicalJson;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Entries;

internal static class Entries
{
    public static LedgerEntry First { get; } =
        new()
        {
            EventId = new Guid("0197a1b2-0000-7000-8000-000000000001"),
            Action = "transfer_to_vault",
            Target = "vault_hub",
            Details = "Attempt 1: HTTP 503",
            SmartId = "SMART-NODE-LP-001",
            Domain = "NDT",
            Metadata = new CanonicalObjectBuilder().Add("status_code", 503).Build(),
            Trail = "vault_hub",
            TransferId = "XFER-PKG-1",
            PackageId = "PKG-1",
            Attempt = 1,
            SignoffSha256 = new string('a', 64),
            PayloadSha256 = new string('b', 64),
            OccurredAt = new DateTimeOffset(2025, 6, 1, 14, 2, 12, 480, TimeSpan.Zero),
            RecordedAt = new DateTimeOffset(2025, 6, 1, 14, 2, 12, 481, TimeSpan.Zero),
        };
}
