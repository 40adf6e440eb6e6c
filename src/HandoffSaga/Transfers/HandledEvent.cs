namespace HandoffSaga.Transfers;

/// <summary>An event in a state that takes it.</summary>
/// <param name="State">The state.</param>
/// <param name="Name">The event, or the schedule that it is of.</param>
/// <param name="Message">The event's message.</param>
internal sealed record HandledEvent(string State, string Name, Type Message)
{
    public string Id => $"{State}_{Name}";

    /// <summary>Where it leads, and whether only on a condition. Without any the state stays.</summary>
    public List<(string State, bool IsConditional)> Transitions { get; } = [];

    /// <summary>The messages it may schedule.</summary>
    public List<Type> Schedules { get; } = [];

    /// <summary>The state it mostly leaves the saga in.</summary>
    public string StateAfter => Transitions.Find(transition => !transition.IsConditional).State ?? State;
}
