using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Gets the unit of work a MassTransit context runs in.</summary>
public static class UnitOfWorkContextExtensions
{
    /// <summary>The unit of work of the message being handled.</summary>
    /// <exception cref="InvalidOperationException">The context is not handled by the durability engine.</exception>
    public static IUnitOfWork UnitOfWork(this PipeContext context) =>
        context.TryGetPayload<IUnitOfWork>(out var unit)
            ? unit
            : throw new InvalidOperationException(
                "This message is not handled by the durability engine; register its saga or consumer through AddDurability."
            );
}
