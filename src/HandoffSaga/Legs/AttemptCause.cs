namespace HandoffSaga.Legs;

/// <summary>Why an attempt was made.</summary>
internal enum AttemptCause
{
    First,
    Redelivery,
    Operator,
}
