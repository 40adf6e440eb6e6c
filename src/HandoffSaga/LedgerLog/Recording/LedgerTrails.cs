namespace HandoffSaga.LedgerLog.Recording;

/// <summary>The trails that are no leg's; a leg's trail has the leg's wire name.</summary>
internal static class LedgerTrails
{
    public const string Transfer = "transfer";
}
