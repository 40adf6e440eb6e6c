namespace HandoffSaga.Transfers;

/// <summary>An event in a state that handles it.</summary>
/// <param name="State">The state.</param>
/// <param name="Name">The event, or its schedule.</param>
/// <param name="Message">The event's message.</param>
internal sealed record HandledEvent(string State, string Name, Type Message)
{
    public string Id => $"{State}_{Name}";

    /// <summary>The states it leads to, and whether only on a condition. Without any, the state does not change.</summary>
    public List<(string State, bool IsConditional)> Transitions { get; } = [];

    /// <summary>The messages it may schedule.</summary>
    public List<Type> Schedules { get; } = [];

    /// <summary>The state after it, without conditional transitions.</summary>
    public string StateAfter => Transitions.Find(transition => !transition.IsConditional).State ?? State;
}
