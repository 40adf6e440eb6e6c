namespace HandoffSaga.Durability;

/// <summary>How a publish ended, and why.</summary>
/// <param name="Result">The outcome.</param>
/// <param name="Detail">One line for people, such as the broker's error text; null when confirmed.</param>
public sealed record RawPublishOutcome(RawPublishResult Result, string? Detail)
{
    /// <summary>Whether the broker has it.</summary>
    public bool IsConfirmed => Result == RawPublishResult.Confirmed;
}
