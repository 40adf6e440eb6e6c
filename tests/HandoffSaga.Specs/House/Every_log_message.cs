using System.Reflection;
using HandoffSaga.Durability;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.House;

/// <summary>People write alarms and searches against the ids of log messages.</summary>
public sealed class Every_log_message
{
    private static readonly (string Name, int Id)[] Messages =
    [
        .. from assembly in new[]
        {
            typeof(IUnitOfWork).Assembly,
            typeof(TransferState).Assembly,
            typeof(HandoffSaga.Host.Settings.HandoffSettings).Assembly,
        }
        from type in assembly.GetTypes()
        from method in type.GetMethods(
            BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
        )
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select ($"{type.Name}.{method.Name}", message.EventId),
    ];

    [Fact]
    public void Has_an_id_that_was_chosen()
    {
        Messages.Length.ShouldBeGreaterThan(40);
        Messages.Where(message => message.Id <= 0).ShouldBeEmpty();
    }

    [Fact]
    public void Has_an_id_of_its_own() =>
        Messages.GroupBy(message => message.Id).Where(same => same.Count() > 1).Select(same => string.Join(", ", same)).ShouldBeEmpty();
}
