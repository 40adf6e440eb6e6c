using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HandoffSaga.Benchmarks.Results;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>
/// Runs variants in rounds, each in a process of its own, each round in another order, so that what the machine does meanwhile meets all of
/// them alike.
/// </summary>
internal static class Comparison
{
    /// <param name="files">In which folder the runs have their files until the last one is over.</param>
    public static async Task<IReadOnlyList<Measurement>> Run(
        string benchmark,
        IReadOnlyList<string> variants,
        int rounds,
        IReadOnlyList<string> arguments,
        string files
    )
    {
        var ground = Directory.CreateDirectory(RunFolder.NewIn(files));
        try
        {
            return await Run(benchmark, variants, rounds, [.. arguments, RunFolder.Option, ground.FullName]);
        }
        finally
        {
            ground.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Measurement>> Run(
        string benchmark,
        IReadOnlyList<string> variants,
        int rounds,
        IReadOnlyList<string> arguments
    )
    {
        var measured = new List<Measurement>();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < variants.Count; i++)
            {
                var m = await InOwnProcess(benchmark, variants[(i + round) % variants.Count], arguments);
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round + 1}/{rounds} {Cell.Left(m.Variant, 28)} {Cell.Right(m.HandoffsPerSecond, 7)}/s  CPU {m.Cpu.Total:F2} ms ({m.Cpu.Program:F2} + {m.Cpu.Broker:F2} + {m.Cpu.Database:F2}), p50 {m.Latency.P50:F1} ms, p99 {m.Latency.P99:F1} ms, peak {m.PeakMb:F0} MB"
                    )
                );
                measured.Add(m);
            }
        }

        return measured;
    }

    public static void Answer(Measurement measurement) =>
        Console.WriteLine(JsonSerializer.Serialize(measurement, MeasurementJson.Default.Measurement));

    private static async Task<Measurement> InOwnProcess(string benchmark, string variant, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in new[] { benchmark, "--variant", variant }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(output.TrimEnd().Split('\n')[^1], MeasurementJson.Default.Measurement)!
            : throw new InvalidOperationException($"{variant} ended with {process.ExitCode}: {output}");
    }
}
