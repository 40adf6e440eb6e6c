using System.Globalization;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Results;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>The plant against its peers, all on the same private servers.</summary>
internal static class PlantBenchmark
{
    private const int Handoffs = 6000;

    private static readonly (string Variant, string Label, bool Durable)[] Shown =
    [
        ("handoffsaga", "HandoffSaga", true),
        ("handoffsaga-local-commands", "HandoffSaga, local commands", true),
        ("handoffsaga-broker-replies", "HandoffSaga, replies by broker", true),
        ("handoffsaga-ungrouped", "HandoffSaga, ungrouped", true),
        ("masstransit-in-memory", "MassTransit, in-memory", false),
        ("handwritten-pipeline", "pipeline written by hand, batched", true),
        ("python-sketch", "Python sketch", false),
    ];

    public static async Task<int> Run(Options options)
    {
        var payload = options.Number("--payload", Workload.Small);
        var handoffs = options.Number("--handoffs", Handoffs);
        if (options.Text("--variant") is { } variant)
        {
            Comparison.Answer(
                variant == "python-sketch"
                    ? await PythonSketch.Measure(handoffs, payload)
                    : await Measure(variant, options, handoffs, payload)
            );
            return 0;
        }

        var variants = options.Text("--only")?.Split(',') ?? [.. Shown.Select(shown => shown.Variant)];
        await using var servers = await PlantServers.Start();
        var measured = await Comparison.Run(
            "plant",
            variants,
            options.Number("--rounds", 3),
            [.. options.Without("--rounds", "--json", "--svg", "--only"), "--servers", servers.Folder],
            Path.GetTempPath()
        );
        Table.Print(variants, measured);
        var now = TimeProvider.System.GetUtcNow();
        if (options.Text("--json") is { } json)
        {
            await ResultFile.Write(json, variants, measured, now);
        }

        if (options.Text("--svg") is { } svg)
        {
            await Picture.Write(
                svg,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Handoffs per second, and their CPU ({payload / 1000.0:0.#} KB signoffs, hubs that answer at once)"
                ),
                Shown,
                measured,
                now
            );
        }

        return 0;
    }

    private static async Task<Measurement> Measure(string name, Options options, int handoffs, int payload)
    {
        var servers = await PlantServers.Running(options.Text("--servers")!);
        await servers.Clear();
        using var folder = new RunFolder(options);
        await using var variant = Variant(name, servers, folder.Path);
        return await VariantRun.Of(
            name,
            variant,
            handoffs,
            payload,
            () => servers.Used() with { Units = (variant as HandoffSagaPlant)?.Units }
        );
    }

    private static IVariant Variant(string name, PlantServers servers, string folder) =>
        name switch
        {
            "handoffsaga" => new HandoffSagaPlant(servers, folder),
            "handoffsaga-local-commands" => new HandoffSagaPlant(servers, folder) { CommandsStayLocal = true },
            "handoffsaga-broker-replies" => new HandoffSagaPlant(servers, folder) { RepliesOverBroker = true },
            "handoffsaga-ungrouped" => new HandoffSagaPlant(servers, folder) { MostInCommit = 1 },
            "masstransit-in-memory" => new MassTransitOverRabbit(servers.Broker),
            "handwritten-pipeline" => new HandwrittenPipeline(servers.Broker, servers.Database),
            _ => throw new ArgumentException($"There is no variant {name}."),
        };
}
