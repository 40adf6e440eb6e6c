using System.Text.Json;
using MassTransit;

namespace HandoffSaga.Durability.Contracts;

// All internal, as a program's own types are: the engine must manage without seeing them.
internal sealed record OpenTicket(Guid Ticket);

internal sealed record AddOne(Guid Ticket);

internal sealed record Look(Guid Ticket);

internal sealed record WriteNote(Guid Ticket, string Text);

internal sealed record Break(Guid Ticket);

internal sealed record RemindMe(Guid Ticket, TimeSpan In);

internal sealed record ForgetReminder(Guid Ticket);

internal sealed record Reminder(Guid Ticket);

internal sealed record Ask(Guid Ticket);

internal sealed record Answer(Guid Ticket);

internal sealed record CloseTicket(Guid Ticket);

internal sealed record Work(Guid Ticket, string Text);

internal sealed record WorkDone(Guid Ticket);

internal sealed record Question(Guid Ticket);

/// <summary>Has two consumers.</summary>
internal sealed record Announcement(string Text);

/// <summary>Has none.</summary>
internal sealed record Monologue(string Text);

/// <summary>Rides along with a dispatched message.</summary>
internal sealed record Enclosure(string Text);

internal sealed class Ticket : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }
    public int Version { get; set; }
    public string CurrentState { get; set; } = "Initial";
    public int Count { get; set; }
    public int Reminders { get; set; }
    public string? Enclosed { get; set; }
    public Guid? ReminderToken { get; set; }
}

internal sealed class TicketTable : SagaTable<Ticket>
{
    /// <summary>The columns people search by, to be read back as they stand in the store.</summary>
    public static readonly RowShape Searched = RowShape.Append(
        "tickets",
        1,
        new("correlation_id", ColumnKind.Uuid),
        new("count", ColumnKind.Integer),
        new("enclosed", ColumnKind.Text)
    );

    public override string Name => "tickets";

    public override IReadOnlyList<Column> Projection { get; } =
    [new("count", ColumnKind.Integer), new("enclosed", ColumnKind.Text) { WrittenOnce = true }];

    public override object?[] Project(Ticket saga) => [(long)saga.Count, saga.Enclosed];

    public override string CurrentState(Ticket saga) => saga.CurrentState;

    public override byte[] Serialize(Ticket saga) => JsonSerializer.SerializeToUtf8Bytes(saga);

    public override Ticket Deserialize(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<Ticket>(body)!;
}

internal static class Notes
{
    public static readonly RowShape Appended = RowShape.Append(
        "notes",
        1,
        new("note_id", ColumnKind.Uuid),
        new("ticket", ColumnKind.Uuid),
        new("text", ColumnKind.Text),
        new("written_at", ColumnKind.Time),
        new("length", ColumnKind.Integer),
        new("raw", ColumnKind.Bytes)
    );

    public static readonly RowShape Corrected = RowShape.Upsert(
        "notes",
        1,
        new("note_id", ColumnKind.Uuid),
        new("ticket", ColumnKind.Uuid),
        new("text", ColumnKind.Text)
    );

    public static Row Row(Guid id, Guid ticket, string text, DateTimeOffset at) =>
        Appended.Row(id, ticket, text, at, (long)text.Length, System.Text.Encoding.UTF8.GetBytes(text));
}

internal sealed class TicketMachine : MassTransitStateMachine<Ticket>
{
    public static readonly Guid NoteId = new("11111111-2222-3333-4444-555555555555");
    public static readonly TimeSpan ResendAfter = TimeSpan.FromMinutes(5);

    public TicketMachine(TimeProvider clock)
    {
        InstanceState(ticket => ticket.CurrentState);
        Event(() => Opened, e => e.CorrelateById(c => c.Message.Ticket));
        Event(() => Added, e => Known(e, m => m.Ticket));
        Event(() => Looked, e => Known(e, m => m.Ticket));
        Event(() => Noted, e => Known(e, m => m.Ticket));
        Event(() => Broken, e => Known(e, m => m.Ticket));
        Event(() => ReminderWanted, e => Known(e, m => m.Ticket));
        Event(() => ReminderForgotten, e => Known(e, m => m.Ticket));
        Event(() => Asked, e => Known(e, m => m.Ticket));
        Event(() => Answered, e => Known(e, m => m.Ticket));
        Event(() => Worked, e => Known(e, m => m.Ticket));
        Event(() => Closed, e => Known(e, m => m.Ticket));
        Schedule(() => Reminding, ticket => ticket.ReminderToken, s => s.Received = e => Known(e, m => m.Ticket));

        Initially(When(Opened).Then(Keep).Publish(c => new Work(c.Saga.CorrelationId, "opened")).TransitionTo(Open));
        During(
            Open,
            Ignore(Opened),
            Ignore(Looked),
            When(Added).Then(c => c.Saga.Count++).Then(Keep),
            When(Worked).Then(c => c.Saga.Count++),
            When(Noted).Then(c => c.UnitOfWork().Add(Notes.Row(NoteId, c.Saga.CorrelationId, c.Message.Text, clock.GetUtcNow()))),
            When(Broken).Then(c => c.Saga.Count = 1000).Then(_ => throw new InvalidDataException("broken")),
            When(ReminderWanted).Schedule(Reminding, c => Delayed.By(c.Message.In, new Reminder(c.Saga.CorrelationId))),
            When(ReminderForgotten).Unschedule(Reminding),
            When(Reminding!.Received).Then(c => c.Saga.Reminders++),
            When(Asked)
                .ThenAsync(c =>
                    c.Publish(new Question(c.Saga.CorrelationId), question => question.KeepUntilAnswered(c.Saga.CorrelationId, ResendAfter))
                ),
            When(Answered).Then(c => c.UnitOfWork().Cancel(c.Saga.CorrelationId)),
            When(Closed).Finalize()
        );
        SetCompletedWhenFinalized();
    }

    public State Open { get; private set; } = null!;

    public Event<OpenTicket> Opened { get; private set; } = null!;
    public Event<AddOne> Added { get; private set; } = null!;
    public Event<Look> Looked { get; private set; } = null!;
    public Event<WriteNote> Noted { get; private set; } = null!;
    public Event<Break> Broken { get; private set; } = null!;
    public Event<RemindMe> ReminderWanted { get; private set; } = null!;
    public Event<ForgetReminder> ReminderForgotten { get; private set; } = null!;
    public Event<Ask> Asked { get; private set; } = null!;
    public Event<Answer> Answered { get; private set; } = null!;
    public Event<WorkDone> Worked { get; private set; } = null!;
    public Event<CloseTicket> Closed { get; private set; } = null!;
    public Schedule<Ticket, Reminder> Reminding { get; private set; } = null!;

    private static void Keep<T>(BehaviorContext<Ticket, T> context)
        where T : class
    {
        if (context.TryGetPayload<Enclosure>(out var enclosure))
            context.Saga.Enclosed = enclosure.Text;
    }

    private static void Known<T>(IEventCorrelationConfigurator<Ticket, T> e, Func<T, Guid> ticket)
        where T : class => e.CorrelateById(c => ticket(c.Message)).OnMissingInstance(m => m.Discard());
}
