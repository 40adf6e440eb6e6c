using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Results;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>The station against the least that a station can do, and against MassTransit with nothing durable.</summary>
internal static class StationBenchmark
{
    private static readonly string[] Variants = ["handoffsaga", "signature-and-rows", "masstransit-in-memory"];

    public static async Task<int> Run(Options options)
    {
        if (options.Text("--variant") is { } variant)
        {
            Comparison.Answer(await Measure(variant, options));
            return 0;
        }

        var measured = await Comparison.Run("station", Variants, options.Number("--rounds", 5), options.Without("--rounds", "--json"), Directory.GetCurrentDirectory());
        Table.Print(Variants, measured);
        if (options.Text("--json") is { } file)
        {
            await ResultFile.Write(file, Variants, measured, DateTimeOffset.UtcNow);
        }

        return 0;
    }

    private static async Task<Measurement> Measure(string name, Options options)
    {
        using var folder = new RunFolder(options);
        await using var ours = name == "handoffsaga" ? new HandoffSagaStation(folder.Path) : null;
        await using var theirs = name == "masstransit-in-memory" ? new MassTransitInMemory() : null;
        await using var least = name == "signature-and-rows" ? new SignatureAndRows(folder.Path, options.Number("--payload", Workload.Small)) : null;
        IVariant variant = (IVariant?)ours ?? (IVariant?)theirs ?? least ?? throw new ArgumentException($"There is no variant {name}.");
        return await VariantRun.Of(
            name, variant, options.Number("--handoffs", 8000), options.Number("--payload", Workload.Small), () => Usage.None() with { Units = ours?.Units });
    }
}
