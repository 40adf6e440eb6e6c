namespace HandoffSaga.Redelivery;

/// <summary>The configuration of one leg.</summary>
/// <param name="Connector">The protocol to its hub, fixed for a leg when its package is built.</param>
/// <param name="AnswerDeadline">How long after its start an attempt without an answer is a failure.</param>
/// <param name="Redelivery">When a failed attempt is made again.</param>
internal sealed record LegSettings(string Connector, TimeSpan AnswerDeadline, RedeliveryPolicy Redelivery)
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long to wait for an answer before the command is sent again. An attempt that began soon after its command was sent is past its
    /// deadline by then.
    /// </summary>
    public TimeSpan ResendAfter => AnswerDeadline + StartsWithin;
}
