using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Results;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>
/// How fast one leg completes while the other's hub is down for the whole run, beside the same leg with both hubs up: interleaved, medians.
/// A hub that is down refuses at once; one that is silent takes the connection and never answers.
/// </summary>
internal static class OneHubDown
{
    private static readonly string[] Cases =
    [
        "both-up",
        "vault-down",
        "both-up",
        "vault-silent",
        "both-up",
        "node-down",
        "both-up",
        "node-silent",
    ];

    public static async Task<int> Run(Options options)
    {
        var rounds = options.Number("--rounds", 3);
        var handoffs = options.Number("--handoffs", 3000);
        var rates = new Dictionary<string, List<double>>();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < Cases.Length; i += 2)
            {
                var (up, down) = (await Measure("both-up", Cases[i + 1], handoffs), await Measure(Cases[i + 1], Cases[i + 1], handoffs));
                await Console.Error.WriteLineAsync(
                    $"round {round + 1}/{rounds} {Cell.Left(Cases[i + 1], 13)} other leg {Cell.Right(down, 6)}/s, with both up {Cell.Right(up, 6)}/s"
                );
                (rates.TryGetValue(Cases[i + 1], out var list) ? list : rates[Cases[i + 1]] = []).Add(down / up);
            }
        }

        Console.WriteLine("the other leg's rate, as a multiple of its rate with both hubs up (median, min..max)");
        foreach (var (name, ratios) in rates)
        {
            ratios.Sort();
            Console.WriteLine($"{Cell.Left(name, 13)} {ratios[ratios.Count / 2]:F2} x ({ratios[0]:F2}..{ratios[^1]:F2})");
        }

        return 0;
    }

    // The leg that is measured is the one whose hub is up in the case that is compared.
    private static async Task<double> Measure(string hubs, string comparedWith, int handoffs)
    {
        var folder = Path.Combine(Directory.GetCurrentDirectory(), ".benchmark-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using var station = new HandoffSagaStation(folder)
            {
                Hubs = hubs,
                MeasuredLegIsVault = comparedWith.StartsWith("node", StringComparison.Ordinal),
            };
            await station.Start();
            var driver = new Driver(station, Workload.Small);
            driver.Listen();
            await driver.ClosedLoop("warm", 500, 64);
            var (rate, _) = await driver.ClosedLoop("run", handoffs, 64);
            return rate;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
