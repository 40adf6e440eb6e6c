using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Results;

/// <summary>The results as JSON, for those who compare runs.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task Write(string path, IReadOnlyList<string> variants, IReadOnlyList<Measurement> measured, DateTimeOffset at)
    {
        var file = new JsonObject
        {
            ["machine"] = Machine,
            ["date"] = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["rounds"] = measured.Count / variants.Count,
            ["results"] = new JsonArray([.. variants.Select(variant => Of(variant, [.. measured.Where(m => m.Variant == variant)]))]),
        };
        await File.WriteAllTextAsync(path, file.ToJsonString(Indented) + "\n");
    }

    /// <summary>What the figures were measured on, without its name.</summary>
    public static string Machine =>
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0:F0} GiB, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}";

    private static JsonObject Of(string variant, Measurement[] rounds)
    {
        var rate = Spread.Of(rounds.Select(m => m.HandoffsPerSecond));
        return new JsonObject
        {
            ["variant"] = variant,
            ["handoffs_per_s"] = new JsonObject
            {
                ["min"] = Rounded(rate.Min),
                ["median"] = Rounded(rate.Median),
                ["max"] = Rounded(rate.Max),
            },
            ["cpu_ms"] = new JsonObject
            {
                ["program"] = Median(rounds, m => m.Cpu.Program),
                ["broker"] = Median(rounds, m => m.Cpu.Broker),
                ["database"] = Median(rounds, m => m.Cpu.Database),
                ["total"] = Median(rounds, m => m.Cpu.Total),
            },
            ["latency_ms"] = new JsonObject
            {
                ["p50"] = Median(rounds, m => m.Latency.P50),
                ["p99"] = Median(rounds, m => m.Latency.P99),
                ["p999"] = Median(rounds, m => m.Latency.P999),
            },
            ["peak_mb"] = Median(rounds, m => m.PeakMb),
            ["messages_per_handoff"] = Optional(rounds, m => m.MessagesPerHandoff),
            ["transactions_per_handoff"] = Optional(rounds, m => m.TransactionsPerHandoff),
            ["commits_per_handoff"] = Optional(rounds, m => m.CommitsPerHandoff),
            ["units_per_commit"] = Optional(rounds, m => m.UnitsPerHandoff / m.CommitsPerHandoff),
        };
    }

    private static JsonValue Median(Measurement[] rounds, Func<Measurement, double> of) => Rounded(Spread.Of(rounds.Select(of)).Median);

    private static JsonValue? Optional(Measurement[] rounds, Func<Measurement, double?> of) =>
        of(rounds[0]) is null ? null : Median(rounds, m => of(m)!.Value);

    private static JsonValue Rounded(double value) => JsonValue.Create(Math.Round(value, 3));
}
