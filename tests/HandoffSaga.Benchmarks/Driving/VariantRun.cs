using System.Diagnostics;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>What servers have used so far; read before and after.</summary>
internal sealed record Usage(TimeSpan Broker, TimeSpan Database, long? Commits, long? Messages)
{
    public static readonly Func<Usage> None = () => new(TimeSpan.Zero, TimeSpan.Zero, null, null);
}

/// <summary>Measures one variant in this process: a warm-up, a closed loop for rate and CPU, an open loop for latency.</summary>
internal static class VariantRun
{
    private const int WarmUp = 2000;
    private const int InFlight = 64;
    private const int OpenLoopHandoffs = 1500;
    private const int OpenLoopPerSecond = 100;

    public static async Task<Measurement> Of(string name, IVariant variant, int handoffs, int payload, Func<Usage> usage)
    {
        await variant.Start();
        var driver = new Driver(variant, payload);
        driver.Listen();
        await driver.ClosedLoop("warm", Math.Min(WarmUp, handoffs), InFlight);
        var before = usage();
        var (rate, program) = await driver.ClosedLoop("closed", handoffs, InFlight);
        var after = usage();
        var latencies = await driver.OpenLoop("open", OpenLoopHandoffs, OpenLoopPerSecond);
        using var process = Process.GetCurrentProcess();
        return new(
            name,
            rate,
            new(program, Each(after.Broker - before.Broker, handoffs), Each(after.Database - before.Database, handoffs)),
            Latency.Of(latencies),
            process.PeakWorkingSet64 / 1048576.0,
            (after.Commits - before.Commits) / (double?)handoffs,
            (after.Messages - before.Messages) / (double?)handoffs);
    }

    private static double Each(TimeSpan of, int handoffs) => of.TotalMilliseconds / handoffs;
}
