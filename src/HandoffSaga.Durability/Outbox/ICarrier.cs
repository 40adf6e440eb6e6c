using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>How committed messages travel on this bus, and what becomes of their rows on the way.</summary>
internal interface ICarrier
{
    /// <summary>
    /// Takes a message that is held on its way, and lets go of it when the bus needs no one's care for it any more. Never throws: what
    /// could not be sent keeps its row, and comes again.
    /// </summary>
    Task Carry(OutgoingMessage message);

    /// <summary>The outbox row that goes with the commit of the message being consumed; null when consuming it takes no row away.</summary>
    Guid? RowOf(ConsumeContext context);
}
