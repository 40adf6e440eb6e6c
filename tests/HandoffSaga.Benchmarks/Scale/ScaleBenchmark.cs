using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Plant;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>What a handoff costs when much is stored, much waits, much comes at once, and several dispatchers share the work.</summary>
internal static class ScaleBenchmark
{
    private const string Help = """
        Usage: dotnet run -c Release --project tests/HandoffSaga.Benchmarks -- scale [--only PIECE,...] [options]

        Measures the rate, the CPU of program, broker and database for one handoff, latency at 100/s, and peak memory. The program runs in a process of its
        own for each case, as it is shipped, the log included; the hubs answer in that process, and what drives it is not counted. RabbitMQ and PostgreSQL are
        started privately by deploy/dev-servers.sh, with fsync; run it from the project's root.

        Pieces, all by default:
          stored     [--stored N,...] with so many finished transfers stored (1000,100000,1000000). 1,000 are real handoffs. The others are copies of those,
                     made by SQL in all tables that a handoff writes, each with ids of its own; then the log takes in all entries, and the store is
                     vacuumed, analyzed and checkpointed. A million is 17 GB and takes long.
          waiting    [--waiting N] with so many legs waiting for redelivery (100000), beside nothing waiting. All are real: their hub was down.
          draining   [--draining N] [--hub-ms N,...] so many legs (20000) fall due together when their hub is back, and it takes so many milliseconds for
                     each delivery (0,50; 16 at once). 20 new signoffs a second come meanwhile.
          replicas   [--replicas N,...] so many dispatchers (1,2,3), of course on one machine

        --station          the same on SQLite, without servers (one replica)
        --handoffs N       in the closed loop of each case (6000); a third as many before it, not counted
        --open-loop N      at 100/s (1500)
        --rounds N         in which the cases of a piece take turns (3); the table has medians
        --keep FOLDER      where servers and stores of "stored" stay, and are found filled by the next run; PostgreSQL must be able to reach it
        --payload BYTES    of a signoff (2000)
        --commands WAY     broker or local, as Bus:Commands
        --json FILE        the results for programs
        """;

    public static async Task<int> Run(Options options)
    {
        if (options.Has("--help"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        var settings = ScaleSettings.Of(options);
        if (settings.Only.Except(ScaleSettings.Pieces).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no piece {unknown}; there are {string.Join(", ", ScaleSettings.Pieces)}.");
            return 2;
        }

        await using var servers =
            settings.Station ? null
            : settings.Keep is null ? await PlantServers.Start()
            : await PlantServers.Keep(settings.Keep);
        var results = new List<ScaleResult>();
        var pieces = new ScalePieces(settings, name => Lay(settings, servers, name));
        foreach (var piece in settings.Only)
        {
            await foreach (var result in pieces.Run(piece))
            {
                await Console.Error.WriteLineAsync(ScaleTable.Line(result));
                results.Add(result);
            }
        }

        ScaleTable.Print(results);
        if (options.Text("--json") is { } file)
        {
            await ScaleFile.Write(file, settings, results, TimeProvider.System.GetUtcNow());
        }

        return 0;
    }

    // Only what much is stored in is worth keeping: the other pieces begin with an empty store.
    private static async Task<Ground> Lay(ScaleSettings settings, PlantServers? servers, string name)
    {
        var keep =
            settings.Keep is { } folder && name.StartsWith("stored", StringComparison.Ordinal)
                ? Path.Combine(folder, "grounds", name)
                : null;
        var unique = keep is null ? $"{name}_{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}" : name;
        return servers is null ? new StationGround(name, keep) : await PlantGround.Lay(servers, unique, keep);
    }
}
