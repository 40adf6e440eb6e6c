using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Station;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>
/// The customer's sketch, in a Python process of its own against two hubs in this one that answer at once. Only the Python process counts.
/// </summary>
internal static class PythonSketch
{
    private const int Slower = 10;

    public static async Task<Measurement> Measure(int handoffs, int payload)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var hubs = builder.Build();
        hubs.MapPost("/{hub}", () => Microsoft.AspNetCore.Http.Results.Json(new { receipt_id = "R-1" }));
        await hubs.StartAsync();
        var folder = Directory.CreateTempSubdirectory("handoff-benchmark-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "SC-2025-001-CP-TEST1.yaml"), HandoffSagaStation.NextContract);
            var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
            foreach (
                var argument in new[]
                {
                    Path.Combine(AppContext.BaseDirectory, "Plant", "python_sketch.py"),
                    $"{hubs.Urls.First()}/vault",
                    $"{hubs.Urls.First()}/floor",
                    folder,
                    Text(handoffs / Slower),
                    "500",
                    "100",
                }
            )
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            await process.StandardInput.BaseStream.WriteAsync(Workload.Signoff("sketch", 0, payload));
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException("The sketch did not end well; it needs Debian's python3-requests and python3-yaml.");
            }

            using var answer = JsonDocument.Parse(output);
            double Of(string name) => answer.RootElement.GetProperty(name).GetDouble();
            return new(
                "python-sketch",
                Of("handoffs_per_second"),
                new(Of("cpu_ms")),
                new(Of("p50_ms"), Of("p99_ms"), Of("p999_ms")),
                Of("peak_mb")
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
