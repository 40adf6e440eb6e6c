namespace HandoffSaga.Hubs;

/// <summary>How far an attempt came, as it is recorded.</summary>
/// <param name="StartedAt">When it was started, null when it was not.</param>
/// <param name="StartedBy">The run of the program that started it.</param>
/// <param name="IsOver">How it ended is recorded: the command waited in a queue too long to be of use.</param>
internal readonly record struct AttemptProgress(DateTimeOffset? StartedAt, Guid? StartedBy, bool IsOver);
