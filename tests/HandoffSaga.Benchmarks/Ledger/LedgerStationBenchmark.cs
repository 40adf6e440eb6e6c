using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Results;
using HandoffSaga.Benchmarks.Station;

namespace HandoffSaga.Benchmarks.Ledger;

/// <summary>
/// What the log costs the handing off: the same station with it and without it. Events are written, chained and stored in both.
/// </summary>
internal static class LedgerStationBenchmark
{
    // Long enough that what is compiled once, most of it for the log, is a small part.
    private const int Handoffs = 32_000;
    private static readonly string[] Variants = ["handoffsaga", "handoffsaga-no-log"];

    public static async Task<int> Run(Options options)
    {
        if (options.Text("--variant") is { } variant)
        {
            Comparison.Answer(await Measure(variant, options));
            return 0;
        }

        var measured = await Comparison.Run(
            "ledger-station",
            Variants,
            options.Number("--rounds", 5),
            options.Without("--rounds", "--json"),
            Directory.GetCurrentDirectory()
        );
        Table.Print(Variants, measured);
        if (options.Text("--json") is { } file)
            await ResultFile.Write(file, Variants, measured, TimeProvider.System.GetUtcNow());
        return 0;
    }

    private static async Task<Measurement> Measure(string name, Options options)
    {
        using var folder = new RunFolder(options);
        await using var station = new HandoffSagaStation(folder.Path) { Log = name == "handoffsaga" };
        return await VariantRun.Of(
            name,
            station,
            options.Number("--handoffs", Handoffs),
            options.Number("--payload", Workload.Small),
            () => Usage.None() with { Units = station.Units }
        );
    }
}
