using System.Text;
using HandoffSaga.Legs;

namespace HandoffSaga.Transfers;

/// <summary>
/// The state machine as a Mermaid flow chart: every state, event, fault and schedule in it. A dotted arrow is a conditional transition, a
/// thick one leads to a message that an event may schedule.
/// </summary>
internal static class SagaGraph
{
    public static string Mermaid()
    {
        var seen = new HandledEventsVisitor();
        Machine().Accept(seen);
        var text = new StringBuilder("flowchart TB\n");
        foreach (var state in seen.Handled.Select(handled => handled.State).Distinct())
        {
            text.Append($"  {state}([\"{state}\"])\n");
        }

        foreach (var handled in seen.Handled)
        {
            Draw(handled, seen.Handled, text);
        }

        return text.ToString();
    }

    private static void Draw(HandledEvent handled, IReadOnlyList<HandledEvent> all, StringBuilder text)
    {
        text.Append($"  {handled.State} --> {handled.Id}[\"{handled.Name}\"]\n");
        foreach (var (state, isConditional) in handled.Transitions)
        {
            text.Append($"  {handled.Id} {(isConditional ? "-.->" : "-->")} {state}\n");
        }

        foreach (var scheduled in handled.Schedules)
        {
            text.Append($"  {handled.Id} ==> {all.First(other => other.State == handled.StateAfter && other.Message == scheduled).Id}\n");
        }
    }

    // For inspection only: its activities never run, so they get no dependencies.
    private static TransferStateMachine Machine() =>
        new(
            new AuthorizationActivities(null!, null!, null!, null!, null!),
            new RoutingActivities(null!, null!, null!, null!, null!, null!, null!),
            new VaultActivities(null!, null!, null!, null!, null!, null!),
            PerLeg.Create(destination => new LegActivities(destination, null!, null!, null!, null!, null!, null!, null!)),
            new OperatorActivities(null!, null!, null!),
            new ClosingActivities(null!, null!),
            new SettlementActivities(null!, null!),
            new ContractRecheckInterval(TimeSpan.FromMinutes(1))
        );
}
