using HandoffSaga.Durability;

namespace HandoffSaga.Intake;

/// <summary>
/// Takes signoffs from the broker. A delivery is acknowledged after its answer is on disk, an acceptance as well as a rejection: nothing
/// that is wrong with a signoff makes it come again. Only a store that is away leaves it with the broker.
/// </summary>
internal sealed class QueueIntake(ISignoffIntake door) : IRawMessageHandler
{
    public const string Queue = "handoff.signoffs";

    /// <summary>Where a Guardian publishes, and where a .NET Guardian on MassTransit does.</summary>
    public static readonly RawBinding[] Bindings = [new("guardian.signoffs"), new("HandoffSaga.Messages:GuardianSignoffComplete")];

    public async Task Handle(RawMessage message, CancellationToken cancellationToken)
    {
        if (await door.Accept(message.Body, "queue", message.ContentType, cancellationToken) is IntakeResult.Unavailable unavailable)
            throw new StoreUnavailableException(unavailable.Detail);
    }
}
