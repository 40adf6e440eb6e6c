namespace HandoffSaga.Legs;

/// <summary>Attempt outcomes back from their names outside.</summary>
internal static class OutcomeNames
{
    public static AttemptOutcome Parse(string name) => name switch
    {
        "delivered" => AttemptOutcome.Delivered,
        "transient" => AttemptOutcome.Transient,
        "permanent" => AttemptOutcome.Permanent,
        "no_reply" => AttemptOutcome.NoReply,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No attempt ends like this."),
    };
}

/// <summary>Evidence back from its name outside.</summary>
internal static class EvidenceNames
{
    public static Evidence? Parse(string? name) => name switch
    {
        "signed_receipt" => Evidence.SignedReceipt,
        "receipt" => Evidence.Receipt,
        "status_code" => Evidence.StatusCode,
        null => null,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No leg stands on this."),
    };
}
