using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Results;
using HandoffSaga.Benchmarks.Station;

namespace HandoffSaga.Benchmarks.Ledger;

/// <summary>What the log costs the handing off: the same station with it and without it. Events are written, chained and stored in both.</summary>
internal static class LedgerStationBenchmark
{
    private static readonly string[] Variants = ["handoffsaga", "handoffsaga-no-log"];

    public static async Task<int> Run(Options options)
    {
        if (options.Text("--variant") is { } variant)
        {
            Comparison.Answer(await Measure(variant, options.Number("--handoffs", 8000), options.Number("--payload", Workload.Small)));
            return 0;
        }

        var measured = await Comparison.Run("ledger-station", Variants, options.Number("--rounds", 5), options.Without("--rounds", "--json"));
        Table.Print(Variants, measured);
        if (options.Text("--json") is { } file)
            await ResultFile.Write(file, Variants, measured, DateTimeOffset.UtcNow);
        return 0;
    }

    private static async Task<Measurement> Measure(string name, int handoffs, int payload)
    {
        var folder = Path.Combine(Directory.GetCurrentDirectory(), ".benchmark-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using var station = new HandoffSagaStation(folder) { Log = name == "handoffsaga" };
            return await VariantRun.Of(name, station, handoffs, payload, () => Usage.None() with { Units = station.Units });
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
