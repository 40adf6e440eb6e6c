using HandoffSaga.Durability;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Durability;

public sealed class When_settings_are_out_of_range
{
    [Fact]
    public void The_registration_rejects_them()
    {
        Refuse(options => options.Lease = TimeSpan.Zero);
        Refuse(options => options.MaxMessagesInFlight = 0);
        Refuse(options => options.MaxGroup = 20_000);
        Refuse(options => options.StoreAwayAfter = TimeSpan.Zero);
        Refuse(options => options.StoreAwayAfter = TimeSpan.FromMinutes(30));
        Refuse(options => options.LongestDelay = TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_missing_store_or_bus_is_named()
    {
        Should
            .Throw<InvalidOperationException>(() => new ServiceCollection().AddDurability(d => d.UseInMemoryBus()))
            .Message.ShouldContain("UseSqlite");
        Should
            .Throw<InvalidOperationException>(() => new ServiceCollection().AddDurability(d => d.UseSqlite("Data Source=x.db")))
            .Message.ShouldContain("UseInMemoryBus");
    }

    private static void Refuse(Action<DurabilityOptions> change) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            new ServiceCollection().AddDurability(durability => durability.UseSqlite("Data Source=x.db").UseInMemoryBus().Options(change))
        );
}
