using System.Diagnostics;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>What all pieces do with a ground: handoffs of which nothing is measured, and handoffs that are measured.</summary>
internal sealed class ScaleRun(ScaleSettings settings)
{
    private const int InFlight = 64;
    private const int OpenLoopPerSecond = 100;
    private readonly string _begun = TimeProvider
        .System.GetUtcNow()
        .ToString("MMddHHmmss", System.Globalization.CultureInfo.InvariantCulture);
    private int _runs;

    /// <summary>Makes real handoffs until one reaches <paramref name="goal"/> as often as said.</summary>
    public async Task Make(Ground ground, int handoffs, string goal, params string[] more)
    {
        await using var crew = await Start(ground, 1, goal, more);
        await Driving(crew).ClosedLoop(NextRun("fill"), handoffs, InFlight);
    }

    /// <summary>Warms up, then drives a closed loop for rate and CPU and an open one for latency, on freshly started dispatchers.</summary>
    public async Task<ScaleResult> Measure(string piece, string name, Ground ground, int replicas, string goal, params string[] more)
    {
        var clock = Stopwatch.StartNew();
        await using var crew = await Start(ground, replicas, goal, more);
        var driver = Driving(crew);
        await driver.ClosedLoop(NextRun("warm"), settings.Handoffs / 3, InFlight * replicas);
        await WaitForLog(ground);
        var logReady = clock.Elapsed.TotalSeconds;
        var before = crew.Used();
        var (rate, _) = await driver.ClosedLoop(NextRun("closed"), settings.Handoffs, InFlight * replicas);
        var after = crew.Used();
        var latencies = await driver.OpenLoop(NextRun("open"), settings.OpenLoop, OpenLoopPerSecond);
        return new(
            piece,
            name,
            rate,
            CpuEach(before, after, settings.Handoffs),
            [.. crew.Dispatchers.Select(dispatcher => dispatcher.PeakMb)]
        )
        {
            Latency = Latency.Of(latencies),
            StartSeconds = crew.Dispatchers.Max(dispatcher => dispatcher.StartedIn.TotalSeconds),
            More = new Dictionary<string, double> { ["log_ready_s"] = logReady, ["store_mb"] = await ground.SizeMb() },
        };
    }

    /// <summary>Lets the log take in everything that is stored; answers how long that took and how many entries it were.</summary>
    public async Task<(double Seconds, long Entries)> CatchUpLog(Ground ground)
    {
        var published = ground.Published();
        var clock = Stopwatch.StartNew();
        await using var crew = await Start(ground, 1, Dispatcher.Complete, []);
        var stored = await WaitForLog(ground);
        return (clock.Elapsed.TotalSeconds, stored - published);
    }

    // At a start the log proves its last head from the beginning, beside the handing off; only then it takes in what is new.
    private static async Task<long> WaitForLog(Ground ground)
    {
        var stored = await ground.Entries();
        while (ground.Published() < stored)
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        return stored;
    }

    public async Task<Crew> Start(Ground ground, int replicas, string goal, string[] more)
    {
        var crew = new Crew(ground, replicas, [.. more, "--commands", settings.Commands]) { Goal = goal };
        await crew.Start();
        return crew;
    }

    public Driver Driving(Crew crew)
    {
        var driver = new Driver(crew, settings.Payload);
        driver.Listen();
        return driver;
    }

    public static Cpu CpuEach((TimeSpan Program, Usage Servers) before, (TimeSpan Program, Usage Servers) after, int handoffs) =>
        new(
            (after.Program - before.Program).TotalMilliseconds / handoffs,
            (after.Servers.Broker - before.Servers.Broker).TotalMilliseconds / handoffs,
            (after.Servers.Database - before.Servers.Database).TotalMilliseconds / handoffs
        );

    /// <summary>A name that no other run of this benchmark has, so that no package is sent twice.</summary>
    public string NextRun(string name) => $"{name}{_begun}-{++_runs}";
}
