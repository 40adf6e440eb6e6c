using HandoffSaga.Durability;

namespace HandoffSaga.Intake;

/// <summary>
/// Accepts signoffs from the broker. A delivery is acknowledged after its acceptance or rejection is on disk, so a bad signoff is not
/// redelivered. Only while the store is unavailable does it stay with the broker.
/// </summary>
internal sealed class QueueIntake(ISignoffIntake intake) : IRawMessageHandler
{
    public const string Queue = "handoff.signoffs";

    /// <summary>The exchanges that a Guardian publishes to, and a .NET Guardian on MassTransit.</summary>
    public static readonly RawBinding[] Bindings = [new("guardian.signoffs"), new("HandoffSaga.Messages:GuardianSignoffComplete")];

    public async Task Handle(RawMessage message, CancellationToken cancellationToken)
    {
        if (await intake.Accept(message.Body, "queue", message.ContentType, cancellationToken) is IntakeResult.Unavailable unavailable)
            throw new StoreUnavailableException(unavailable.Detail);
    }
}
