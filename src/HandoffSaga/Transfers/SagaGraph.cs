using System.Text;
using HandoffSaga.Legs;
using MassTransit;
using MassTransit.SagaStateMachine;

namespace HandoffSaga.Transfers;

/// <summary>The state machine as a Mermaid flow chart: every state, event, fault and schedule in it.</summary>
internal static class SagaGraph
{
    public static string Mermaid()
    {
        var graph = Machine().GetGraph();
        var vertices = graph.Vertices.ToList();
        var text = new StringBuilder("flowchart TB\n");
        for (var i = 0; i < vertices.Count; i++)
        {
            text.Append("  n").Append(i).Append(Shape(vertices[i])).Append('\n');
        }

        foreach (var edge in graph.Edges)
        {
            text.Append("  n").Append(vertices.IndexOf(edge.From)).Append(" --> n").Append(vertices.IndexOf(edge.To)).Append('\n');
        }

        return text.ToString();
    }

    private static string Shape(Vertex vertex) =>
        vertex.VertexType == typeof(State) ? $"([\"{vertex.Title}\"])" : $"[\"{vertex.Title}\"]";

    // To be looked at, not to run: its verbs are never called, so nothing they need is there.
    private static TransferStateMachine Machine() => new(
        new AuthorizationActivities(null!, null!, null!, null!, null!),
        new RoutingActivities(null!, null!, null!, null!, null!, null!, null!),
        new VaultActivities(null!, null!, null!, null!, null!, null!),
        new Legs(Leg(Destination.VaultHub), Leg(Destination.NextNode)),
        new OperatorActivities(null!, null!, null!),
        new SettlementActivities(null!, null!),
        new ContractRecheckInterval(TimeSpan.FromMinutes(1)));

    private static LegActivities Leg(Destination destination) => new(destination, null!, null!, null!, null!, null!, null!);
}
