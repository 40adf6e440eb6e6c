using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

/// <summary>Units of work as a store gets them.</summary>
internal static class Units
{
    public static UnitOfWork With(Row row)
    {
        var unit = new UnitOfWork("spec");
        unit.Add(row);
        return unit;
    }

    /// <summary>A ticket that is written with a note of its own.</summary>
    public static UnitOfWork Ticket(Guid id, int expected)
    {
        var (table, ticket) = (new TicketTable(), new Ticket { CorrelationId = id });
        var unit = Note(Guid.NewGuid());
        unit.Saga = new SagaPut(
            new SagaSchema(table.Name, table.Projection),
            id,
            expected,
            ticket,
            "Open",
            table.Serialize(ticket),
            table.Project(ticket)
        );
        return unit;
    }

    public static UnitOfWork Note(Guid id) => With(Notes.Row(id, Guid.Empty, "note", DateTimeOffset.UnixEpoch));

    /// <summary>Nothing but a message that leaves: no version guards it, and its row may be gone before anybody looks.</summary>
    public static UnitOfWork Message(Guid? id = null)
    {
        var unit = new UnitOfWork("spec");
        unit.Send(
            new OutgoingMessage
            {
                MessageId = id ?? Guid.NewGuid(),
                Destination = "queue:work",
                ContentType = "application/json",
                Body = "{}"u8.ToArray(),
                MessageType = "Work",
            }
        );
        return unit;
    }

    public static async Task<CommitOutcome> Commit(this IStore store, UnitOfWork unit) =>
        await store.Commit(unit, TestContext.Current.CancellationToken).Within();
}
