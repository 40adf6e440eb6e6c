using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>Runs each variant in a process of its own, interleaved in rounds, and prints the medians.</summary>
internal static class StationBenchmark
{
    private static readonly string[] Variants = ["handoffsaga", "masstransit-in-memory"];

    public static async Task<int> Run(string[] args)
    {
        var rounds = Int(args, "--rounds", 5);
        var handoffs = Int(args, "--handoffs", 8000);
        var results = new List<Measurement>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var variant in Variants)
            {
                var measured = await InOwnProcess(variant, handoffs);
                await Console.Error.WriteLineAsync(
                    $"round {round}/{rounds} {variant,-24} {measured.HandoffsPerSecond,8:F0}/s {measured.CpuMs,7:F3} ms CPU, p50 {measured.P50Ms:F1} ms, p99 {measured.P99Ms:F1} ms, peak {measured.PeakMb:F0} MB");
                results.Add(measured);
            }
        }

        Table(results);
        return 0;
    }

    /// <summary>One variant, one round, in this process; the result goes to standard output as JSON.</summary>
    public static async Task<int> RunVariant(string name, int handoffs)
    {
        var folder = Path.Combine(Directory.GetCurrentDirectory(), ".benchmark-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using var ours = name == "handoffsaga" ? new HandoffSagaStation(folder) : null;
            await using var theirs = name == "masstransit-in-memory" ? new MassTransitInMemory() : null;
            IVariant variant = (IVariant?)ours ?? theirs ?? throw new ArgumentException($"There is no variant {name}.");
            await variant.Start();
            var driver = new Driver(variant);
            driver.Listen();
            await driver.ClosedLoop("warm", 2000, 64);
            var units = ours?.Units ?? 0;
            var (rate, cpu) = await driver.ClosedLoop("closed", handoffs, 64);
            var commits = ((ours?.Units ?? 0) - units) / (double)handoffs;
            var latencies = await driver.OpenLoop("open", 1500, 100);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(JsonSerializer.Serialize(
                new Measurement(name, rate, cpu, At(latencies, 0.5), At(latencies, 0.99), At(latencies, 0.999), process.PeakWorkingSet64 / 1048576.0, commits),
                MeasurementJson.Default.Measurement));
            return 0;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<Measurement> InOwnProcess(string variant, int handoffs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "station", "--variant", variant, "--handoffs", handoffs.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(output, MeasurementJson.Default.Measurement)!
            : throw new InvalidOperationException($"{variant} ended with {process.ExitCode}.");
    }

    private static void Table(List<Measurement> results)
    {
        Console.WriteLine("variant                   handoffs/s (min..max)     CPU ms/handoff   p50 ms   p99 ms   p99.9 ms   peak MB   units/handoff");
        foreach (var variant in Variants)
        {
            var of = results.Where(r => r.Variant == variant).ToArray();
            Console.WriteLine(
                $"{variant,-24} {Median(of, r => r.HandoffsPerSecond),6:F0} ({of.Min(r => r.HandoffsPerSecond):F0}..{of.Max(r => r.HandoffsPerSecond):F0})"
                + $"   {Median(of, r => r.CpuMs),12:F3}   {Median(of, r => r.P50Ms),8:F2} {Median(of, r => r.P99Ms),8:F2} {Median(of, r => r.P999Ms),9:F2} {Median(of, r => r.PeakMb),9:F0} {Median(of, r => r.CommitsPerHandoff),10:F1}");
        }

        var ours = results.Where(r => r.Variant == Variants[0]).ToArray();
        var theirs = results.Where(r => r.Variant == Variants[1]).ToArray();
        Console.WriteLine($"ratio, median of rounds: rate {Ratio(ours, theirs, r => r.HandoffsPerSecond):F2} x, CPU {Ratio(ours, theirs, r => r.CpuMs):F2} x");
    }

    private static double Ratio(Measurement[] a, Measurement[] b, Func<Measurement, double> of)
    {
        var ratios = a.Zip(b, (x, y) => of(x) / of(y)).Order().ToArray();
        return ratios[ratios.Length / 2];
    }

    private static double Median(Measurement[] of, Func<Measurement, double> value)
    {
        var sorted = of.Select(value).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double At(double[] sorted, double quantile) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))];

    internal static int Int(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
