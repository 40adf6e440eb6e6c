using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>
/// A bus as it was chosen. Services that run are registered around it: what comes before starts before it and stops after it.
/// </summary>
internal abstract class BusChoice
{
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
