using HandoffSaga.Identity;

namespace HandoffSaga.Hubs;

/// <summary>What a command for an attempt means, given what is recorded about that attempt.</summary>
internal enum AttemptResumption
{
    /// <summary>No start is on record, or one is but this process knows that nothing was sent: make the attempt.</summary>
    Start,

    /// <summary>
    /// It is over, or it was started and may still be in flight: leave it alone. If an answer is missing, the command comes again.
    /// </summary>
    LeaveAlone,

    /// <summary>
    /// It was started toward a broker and not recorded as sent: the same package is sent again under the same key. The deadline of its
    /// receipt is running already.
    /// </summary>
    SendAgain,

    /// <summary>It was started and was interrupted or gave no answer: a failed attempt, <c>no_reply</c>.</summary>
    NoReply,
}

internal static class AttemptResumptions
{
    /// <summary>Decides from facts alone.</summary>
    /// <param name="progress">What is recorded of the attempt.</param>
    /// <param name="nothingWasSent">This process tried to write the attempt's start, got no confirmation, and therefore sent nothing.
    /// </param>
    /// <param name="receiptComesApart">The hub is reached over a broker.</param>
    /// <param name="self">This run of the program.</param>
    /// <param name="deadline">How long after its start an attempt's silence is a failure.</param>
    /// <param name="storeRestoredAt">When a long store outage ended, in which no answer could be recorded: the deadline starts again
    /// then.</param>
    /// <param name="now">The time on the store's clock.</param>
    public static AttemptResumption Decide(
        AttemptProgress progress,
        bool nothingWasSent,
        bool receiptComesApart,
        ProcessInstance self,
        TimeSpan deadline,
        DateTimeOffset? storeRestoredAt,
        DateTimeOffset now
    )
    {
        if (progress.IsOver)
        {
            return AttemptResumption.LeaveAlone;
        }

        if (progress.StartedAt is not { } started)
        {
            return AttemptResumption.Start;
        }

        // The deadline has been in the outbox since the start. Whether the broker has the package is not known.
        if (receiptComesApart)
        {
            return AttemptResumption.SendAgain;
        }

        // This process wrote the start itself and knows that nothing was sent: no answer can come, so make the attempt now.
        if (nothingWasSent && progress.StartedBy == self.Id)
        {
            return AttemptResumption.Start;
        }

        var cutOff = self.OnlyOne && progress.StartedBy != self.Id;
        var silentSince = storeRestoredAt > started ? storeRestoredAt.Value : started;
        // A start far in the future is one from before the clock was set back.
        return cutOff || (now - silentSince).Duration() >= deadline ? AttemptResumption.NoReply : AttemptResumption.LeaveAlone;
    }
}
