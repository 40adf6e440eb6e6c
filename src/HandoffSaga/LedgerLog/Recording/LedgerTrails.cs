namespace HandoffSaga.LedgerLog.Recording;

/// <summary>The trails that do not belong to a leg; a leg's trail has the leg's wire name.</summary>
internal static class LedgerTrails
{
    public const string Transfer = "transfer";
}
