using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>How committed messages travel on this bus, and what happens to their rows on the way.</summary>
internal interface ICarrier
{
    /// <summary>
    /// Sends a message that is in flight, and releases it when the bus is done with it. Never throws: a message that could not be sent
    /// keeps its row and is sent again.
    /// </summary>
    Task Carry(OutgoingMessage message);

    /// <summary>The outbox row to delete in the commit of the message being consumed; null when consuming it deletes no row.</summary>
    Guid? RowOf(ConsumeContext context);
}
