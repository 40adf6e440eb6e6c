namespace HandoffSaga.Durability;

/// <summary>Where a captured message really goes on this bus.</summary>
internal interface IMessageRoutes
{
    /// <summary>The addresses it is stored for, one outbox row each. None: nobody on this bus wants it.</summary>
    IReadOnlyList<Uri> Of(Type messageType, Uri destination);
}
