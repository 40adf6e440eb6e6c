namespace HandoffSaga.Redelivery;

/// <summary>What configuration says about one leg.</summary>
/// <param name="Connector">The protocol toward its hub, frozen into a leg when its package is built.</param>
/// <param name="AnswerDeadline">How long after an attempt's start its silence is a failure.</param>
/// <param name="Redelivery">When a failed attempt is made again.</param>
internal sealed record LegSettings(string Connector, TimeSpan AnswerDeadline, RedeliveryPolicy Redelivery)
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After how long without an answer the command comes again. An attempt that began soon after its command was sent is past its deadline
    /// by then.
    /// </summary>
    public TimeSpan AskAgainAfter => AnswerDeadline + StartsWithin;
}
