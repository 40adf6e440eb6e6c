namespace HandoffSaga.Durability;

/// <summary>Decides where a captured message goes on this bus.</summary>
internal interface IMessageRoutes
{
    /// <summary>The addresses it is stored for, one outbox row each. None: nothing on this bus consumes it.</summary>
    IReadOnlyList<Uri> Of(Type messageType, Uri destination);
}
