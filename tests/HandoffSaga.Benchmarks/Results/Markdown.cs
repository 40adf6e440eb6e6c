using System.Globalization;
using System.Text.Json.Nodes;

namespace HandoffSaga.Benchmarks.Results;

/// <summary>Result files as the tables of docs/benchmarks.md and deploy/SCALING.md, so that no figure there is typed by hand.</summary>
internal static class Markdown
{
    public static async Task<int> Run(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            await Console.Error.WriteLineAsync("Name a file that was written with --json: ... -- markdown FILE");
            return 2;
        }

        var file = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var results = file["results"]!.AsArray().Select(result => result!).ToArray();
        Console.WriteLine($"{file["machine"]}; {file["date"]}; everything on one machine.");
        Console.WriteLine();
        if (results.All(result => result["variant"] is not null))
        {
            Plant(results);
        }
        else
        {
            Scale(results);
        }

        return 0;
    }

    private static void Plant(JsonNode[] results)
    {
        Console.WriteLine(
            "| | handoffs/s (min..max) | CPU ms: program + broker + database | p50, p99, p99.9 ms at 100/s | peak MB | messages, transactions |"
        );
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            Console.WriteLine(
                $"| `{result["variant"]}` | {Rate(result["handoffs_per_s"]!)} | {Cpu(result)} | {Latency(result)} | {Number(result["peak_mb"], 0)} | {Number(result["messages_per_handoff"], 1)}, {Number(result["transactions_per_handoff"], 2)} |"
            );
        }
    }

    private static void Scale(JsonNode[] results)
    {
        Console.WriteLine("| | | a second (min..max) | CPU ms: program + broker + database | p50, p99, p99.9 ms | peak MB | beside that |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        string[] shown = ["piece", "case", "rounds", "per_s", "cpu_ms", "peak_mb", "latency_ms"];
        foreach (var result in results)
        {
            var more = result
                .AsObject()
                .Where(member => !shown.Contains(member.Key))
                .Select(member => $"{member.Key} {Number(member.Value, 1)}");
            var peaks = result["peak_mb"]!.AsArray().Select(peak => Number(peak, 0));
            Console.WriteLine(
                $"| {result["piece"]} | {result["case"]} | {Rate(result["per_s"]!)} | {Cpu(result)} | {Latency(result)} | {string.Join(" + ", peaks)} | {string.Join(", ", more)} |"
            );
        }
    }

    private static string Rate(JsonNode rate) => $"{Number(rate["median"], 0)} ({Number(rate["min"], 0)}..{Number(rate["max"], 0)})";

    private static string Cpu(JsonNode result) =>
        $"{Number(result["cpu_ms"]!["program"], 2)} + {Number(result["cpu_ms"]!["broker"], 2)} + {Number(result["cpu_ms"]!["database"], 2)} = **{Number(result["cpu_ms"]!["total"], 2)}**";

    private static string Latency(JsonNode result) =>
        result["latency_ms"] is { } latency
            ? $"{Number(latency["p50"], 1)}, {Number(latency["p99"], 1)}, {Number(latency["p999"], 1)}"
            : "";

    private static string Number(JsonNode? value, int digits) =>
        value is null ? "-" : value.GetValue<double>().ToString($"F{digits}", CultureInfo.InvariantCulture);
}
