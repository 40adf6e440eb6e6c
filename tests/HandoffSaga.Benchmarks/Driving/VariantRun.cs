using System.Diagnostics;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>What servers have used so far; read before and after.</summary>
/// <param name="Broker">Its CPU time.</param>
/// <param name="Database">Its CPU time.</param>
/// <param name="Transactions">Those of the database, reads included; null where there is no server.</param>
/// <param name="Messages">Those the broker took from publishers; null where there is no broker.</param>
internal sealed record Usage(TimeSpan Broker, TimeSpan Database, long? Transactions, long? Messages)
{
    /// <summary>Group commits of the durability engine; null where there is none.</summary>
    public long? Commits { get; init; }

    /// <summary>Units of work that the engine has committed; null where there is none.</summary>
    public long? Units { get; init; }

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
            process.PeakWorkingSet64 / 1048576.0
        )
        {
            MessagesPerHandoff = Each(after.Messages - before.Messages, handoffs),
            TransactionsPerHandoff = Each(after.Transactions - before.Transactions, handoffs),
            CommitsPerHandoff = Each(after.Commits - before.Commits, handoffs),
            UnitsPerHandoff = Each(after.Units - before.Units, handoffs),
        };
    }

    private static double Each(TimeSpan of, int handoffs) => of.TotalMilliseconds / handoffs;

    private static double? Each(long? of, int handoffs) => of / (double)handoffs;
}
