using MassTransit;
using MassTransit.SagaStateMachine;

namespace HandoffSaga.Transfers;

/// <summary>Visits a state machine and collects which state handles which event and where that leads.</summary>
internal sealed class HandledEventsVisitor : StateMachineVisitor
{
    private readonly List<HandledEvent> _handled = [];
    private string _state = "";
    private HandledEvent? _event;
    private int _conditions;

    public IReadOnlyList<HandledEvent> Handled => _handled;

    public void Visit(State state, Action<State> next)
    {
        _state = state.Name;
        next(state);
    }

    public void Visit(Event @event, Action<Event> next)
    {
        _event = null;
        next(@event);
    }

    public void Visit<TMessage>(Event<TMessage> @event, Action<Event<TMessage>> next)
        where TMessage : class
    {
        // MassTransit adds this to every schedule: it drops unscheduled messages, and raises the event itself.
        _event = @event.Name.EndsWith(".AnyReceived", StringComparison.Ordinal)
            ? null
            : new HandledEvent(_state, @event.Name.Replace(".Received", "", StringComparison.Ordinal), typeof(TMessage));
        if (_event is not null)
        {
            _handled.Add(_event);
        }

        next(@event);
    }

    public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });

    public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
    {
        if (activity is TransitionActivity<TransferState> transition)
        {
            _event?.Transitions.Add((transition.ToState.Name, IsConditional: _conditions > 0));
        }
        else if (IsA(activity, typeof(ScheduleActivity<,,>)))
        {
            _event?.Schedules.Add(activity.GetType().GetGenericArguments()[2]);
        }

        var isCondition = IsA(activity, typeof(ConditionActivity<,>));
        _conditions += isCondition ? 1 : 0;
        next(activity);
        _conditions -= isCondition ? 1 : 0;
    }

    public void Visit<T>(IBehavior<T> behavior)
        where T : class, SagaStateMachineInstance
    {
        // Only the overload that continues to the activities enters a behaviour.
    }

    public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next)
        where T : class, SagaStateMachineInstance => next(behavior);

    public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior)
        where T : class, SagaStateMachineInstance
        where TMessage : class
    {
        // Only the overload that continues to the activities enters a behaviour.
    }

    public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
        where T : class, SagaStateMachineInstance
        where TMessage : class => next(behavior);

    private static bool IsA(IStateMachineActivity activity, Type definition) =>
        activity.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition;
}
