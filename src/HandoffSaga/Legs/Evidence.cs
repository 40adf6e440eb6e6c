namespace HandoffSaga.Legs;

/// <summary>The evidence for a completed leg; a higher value is stronger.</summary>
internal enum Evidence
{
    StatusCode,
    Receipt,
    SignedReceipt,
}
