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

        var measured = await Comparison.Run(
            "station",
            Variants,
            options.Number("--rounds", 5),
            options.Without("--rounds", "--json"),
            Directory.GetCurrentDirectory()
        );
        Table.Print(Variants, measured);
        if (options.Text("--json") is { } file)
        {
            await ResultFile.Write(file, Variants, measured, TimeProvider.System.GetUtcNow());
        }

        return 0;
    }

    private static async Task<Measurement> Measure(string name, Options options)
    {
        using var folder = new RunFolder(options);
        var payload = options.Number("--payload", Workload.Small);
        await using IVariant variant = name switch
        {
            "handoffsaga" => new HandoffSagaStation(folder.Path),
            "signature-and-rows" => new SignatureAndRows(folder.Path, payload),
            "masstransit-in-memory" => new MassTransitInMemory(),
            _ => throw new ArgumentException($"There is no variant {name}."),
        };
        return await VariantRun.Of(
            name,
            variant,
            options.Number("--handoffs", 8000),
            payload,
            () => Usage.None() with { Units = (variant as HandoffSagaStation)?.Units }
        );
    }
}
