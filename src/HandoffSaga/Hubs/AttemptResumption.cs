using HandoffSaga.Identity;

namespace HandoffSaga.Hubs;

/// <summary>What a command means that comes for an attempt, given what stands recorded about that attempt.</summary>
internal enum AttemptResumption
{
    /// <summary>Nothing was started: make the attempt.</summary>
    Start,

    /// <summary>It is over, or it was started and whoever started it may still be at it: leave it alone; where an answer is missing, the command comes again.</summary>
    LeaveAlone,

    /// <summary>It was started toward a broker and never taken off as sent: the same package goes again under the same key. The deadline of its receipt runs already.</summary>
    SendAgain,

    /// <summary>It was started and cut off or fell silent: a failed attempt, <c>no_reply</c>.</summary>
    NoReply,
}

internal static class AttemptResumptions
{
    /// <summary>Decides from facts alone.</summary>
    /// <param name="startedAt">When the attempt was started, null when it was not.</param>
    /// <param name="startedBy">The run of the program that started it.</param>
    /// <param name="isOver">How it ended is recorded: the command waited in a queue until it was of no use any more.</param>
    /// <param name="inFlightHere">This very process is making the attempt now.</param>
    /// <param name="self">This run of the program.</param>
    /// <param name="deadline">How long after its start an attempt's silence is a failure.</param>
    /// <param name="storeBackSince">When the store was back from a long absence, in which nobody could write an answer down: from then on the silence counts anew.</param>
    /// <param name="now">The time on the store's clock.</param>
    public static AttemptResumption Decide(
        DateTimeOffset? startedAt, Guid? startedBy, bool isOver, bool inFlightHere, ProcessInstance self, TimeSpan deadline, DateTimeOffset? storeBackSince, DateTimeOffset now)
    {
        if (isOver || inFlightHere)
        {
            return AttemptResumption.LeaveAlone;
        }

        if (startedAt is not { } started)
        {
            return AttemptResumption.Start;
        }

        var cutOff = self.OnlyOne && startedBy != self.Id;
        var silentSince = storeBackSince > started ? storeBackSince.Value : started;
        return cutOff || now - silentSince >= deadline ? AttemptResumption.NoReply : AttemptResumption.LeaveAlone;
    }
}
