using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>
/// The configured bus. Hosted services are registered around it: those registered before it start before it and stop after it.
/// </summary>
internal abstract class BusChoice
{
    /// <summary>Whether undone deliveries can go back to it while the store is unavailable.</summary>
    public virtual bool TakesBack => false;

    public virtual void Before(IServiceCollection services) { }

    public abstract void Use(IBusRegistrationConfigurator bus);

    public virtual void After(IServiceCollection services) { }

    protected static void CompactJson(IBusFactoryConfigurator factory) =>
        factory.ConfigureJsonSerializerOptions(json =>
        {
            json.WriteIndented = false;
            return json;
        });
}
