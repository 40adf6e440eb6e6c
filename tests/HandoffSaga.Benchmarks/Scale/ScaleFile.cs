using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Benchmarks.Results;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>The results as JSON.</summary>
internal static class ScaleFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task Write(string path, ScaleSettings settings, IReadOnlyList<ScaleResult> results, DateTimeOffset at)
    {
        var file = new JsonObject
        {
            ["machine"] = ResultFile.Machine,
            ["date"] = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["size"] = settings.Station ? "station" : "plant",
            ["commands"] = settings.Commands,
            ["payload"] = settings.Payload,
            ["results"] = new JsonArray([.. results.GroupBy(result => (result.Piece, result.Case)).Select(of => Of([.. of]))]),
        };
        await File.WriteAllTextAsync(path, file.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Of(ScaleResult[] rounds)
    {
        var rate = Spread.Of(rounds.Select(result => result.PerSecond));
        JsonValue Median(Func<ScaleResult, double> of) => Rounded(Spread.Of(rounds.Select(of)).Median);
        var result = new JsonObject
        {
            ["piece"] = rounds[0].Piece,
            ["case"] = rounds[0].Case,
            ["rounds"] = rounds.Length,
            ["per_s"] = new JsonObject
            {
                ["min"] = Rounded(rate.Min),
                ["median"] = Rounded(rate.Median),
                ["max"] = Rounded(rate.Max),
            },
            ["cpu_ms"] = new JsonObject
            {
                ["program"] = Median(r => r.Cpu.Program),
                ["broker"] = Median(r => r.Cpu.Broker),
                ["database"] = Median(r => r.Cpu.Database),
                ["total"] = Median(r => r.Cpu.Total),
            },
            ["peak_mb"] = new JsonArray([.. rounds[0].PeakMb.Select((_, replica) => Median(r => r.PeakMb[replica]))]),
        };
        if (rounds[0].Latency is not null)
        {
            result["latency_ms"] = new JsonObject
            {
                ["p50"] = Median(r => r.Latency!.P50),
                ["p99"] = Median(r => r.Latency!.P99),
                ["p999"] = Median(r => r.Latency!.P999),
            };
        }

        if (rounds[0].StartSeconds is not null)
            result["start_s"] = Median(r => r.StartSeconds!.Value);
        foreach (var more in rounds[0].More.Keys)
            result[more] = Median(r => r.More[more]);
        return result;
    }

    private static JsonValue Rounded(double value) => JsonValue.Create(Math.Round(value, 3));
}
