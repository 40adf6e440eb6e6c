namespace HandoffSaga.Legs;

/// <summary>What a completed leg stands on, the stronger the higher.</summary>
internal enum Evidence
{
    StatusCode,
    Receipt,
    SignedReceipt,
}
