using System.Globalization;
using System.Text;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Chains;

/// <summary>Draws a folder's contracts as a Mermaid flowchart. Broken contracts and links are shown as broken, never left out.</summary>
internal static class ContractGraph
{
    public static string ToMermaid(ContractChains chains)
    {
        var graph = new StringBuilder("flowchart LR\n");
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var contract in chains.Contracts)
            Node(contract.FileName, Label(contract.SmartContractId, contract.TestType), broken: false);
        foreach (var rejected in chains.Problems.DistinctBy(problem => problem.FileName))
            Node(rejected.FileName, Label(rejected.FileName, "cannot be read"), broken: true);

        if (chains.Contracts.Any(contract => chains.RouteOf(contract) is RouteDecision.Ends))
            graph.Append("    done([\"workflow complete\"])\n");
        foreach (var contract in chains.Contracts)
            Edge(contract);

        return graph.Append("    classDef broken stroke:#c00,stroke-width:2px,stroke-dasharray:5 5\n").ToString();

        string Node(string key, string label, bool broken)
        {
            if (!nodes.TryGetValue(key, out var id))
            {
                id = "c" + nodes.Count.ToString(CultureInfo.InvariantCulture);
                nodes.Add(key, id);
                graph.Append(CultureInfo.InvariantCulture, $"    {id}[\"{label}\"]{(broken ? ":::broken" : "")}\n");
            }

            return id;
        }

        void Edge(SmartContract contract)
        {
            var from = nodes[contract.FileName];
            switch (chains.RouteOf(contract))
            {
                case RouteDecision.Ends:
                    graph.Append(CultureInfo.InvariantCulture, $"    {from} --> done\n");
                    break;
                case RouteDecision.Proceed { Route: var route }:
                    var name = route.NextContract ?? "";
                    var to = Node(name, Label(name, "missing"), broken: true);
                    var line = chains.NextOf(contract) is null ? "-.->" : "-->";
                    graph.Append(CultureInfo.InvariantCulture, $"    {from} {line}|\"{Escape(route.NextStation ?? "")}\"| {to}\n");
                    break;
                case RouteDecision.Held held:
                    // No file name has a slash, so the key is unique.
                    var stop = Node("held/" + contract.FileName, Escape(held.Detail), broken: true);
                    graph.Append(CultureInfo.InvariantCulture, $"    {from} -.-> {stop}\n");
                    break;
            }
        }
    }

    private static string Label(string first, string? second) => second is null ? Escape(first) : Escape(first) + "<br/>" + Escape(second);

    /// <summary>
    /// Writes everything but letters, digits and the like as character codes, so that a label can neither end its quotes nor contain
    /// markup.
    /// </summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                escaped.Append(' ');
            else if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '-' or '_' or '.' or ',')
                escaped.Append(rune);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }

        return escaped.ToString();
    }
}
