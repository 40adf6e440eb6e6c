using System.Globalization;
using HandoffSaga.Benchmarks.Results;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>The results for people.</summary>
internal static class ScaleTable
{
    public static string Line(ScaleResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Piece}: {result.Case}: {result.PerSecond:F0}/s, CPU {result.Cpu.Total:F2} ms ({result.Cpu.Program:F2} + {result.Cpu.Broker:F2} + {result.Cpu.Database:F2}), peak {string.Join(" + ", result.PeakMb.Select(mb => $"{mb:F0}"))} MB{More(result)}"
        );

    public static void Print(IReadOnlyList<ScaleResult> results)
    {
        Console.WriteLine(
            $"{Cell.Left("", 52)} {Cell.Right("a second (min..max)", 22)} {Cell.Right("CPU ms: program", 15)} {Cell.Right("broker", 7)} {Cell.Right("db", 6)} {Cell.Right("total", 6)} {Cell.Right("p50 ms", 8)} {Cell.Right("p99 ms", 8)} {Cell.Right("p99.9 ms", 9)} {Cell.Right("peak MB", 8)}"
        );
        foreach (var of in results.GroupBy(result => (result.Piece, result.Case)))
        {
            var rate = Spread.Of(of.Select(result => result.PerSecond));
            double Median(Func<ScaleResult, double> value) => Spread.Of(of.Select(value)).Median;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Cell.Left(of.Key.Piece + ": " + of.Key.Case, 52)} {Cell.Right(rate.Median, 6)} ({Cell.Right(rate.Min, 5)}..{Cell.Right(rate.Max, 5)}) {Cell.Right(Median(r => r.Cpu.Program), 15, 2)} {Cell.Right(Median(r => r.Cpu.Broker), 7, 2)} {Cell.Right(Median(r => r.Cpu.Database), 6, 2)} {Cell.Right(Median(r => r.Cpu.Total), 6, 2)} "
                )
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Cell.Right(Median(r => r.Latency?.P50 ?? 0), 8, 1)} {Cell.Right(Median(r => r.Latency?.P99 ?? 0), 8, 1)} {Cell.Right(Median(r => r.Latency?.P999 ?? 0), 9, 1)} {Cell.Right(Median(r => r.PeakMb.Max()), 8)}"
                    )
            );
        }

        foreach (var of in results.GroupBy(result => result.Piece).Where(of => of.Key is not "draining"))
        {
            var first = of.Where(result => result.Case == of.First().Case).Select(result => result.Cpu.Total).ToArray();
            foreach (var other in of.GroupBy(result => result.Case).Skip(1))
            {
                var ratio = Spread.OfRatios(other.Select(result => result.Cpu.Total), first);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{of.Key}: CPU with {other.Key} is {ratio.Median:F2} x ({ratio.Min:F2}..{ratio.Max:F2}) that with {of.First().Case}"
                    )
                );
            }
        }
    }

    private static string More(ScaleResult result) =>
        (
            result.Latency is { } latency
                ? string.Create(CultureInfo.InvariantCulture, $", p50 {latency.P50:F1} ms, p99 {latency.P99:F1} ms")
                : ""
        )
        + (result.StartSeconds is { } start ? string.Create(CultureInfo.InvariantCulture, $", started in {start:F1} s") : "")
        + string.Concat(result.More.Select(more => string.Create(CultureInfo.InvariantCulture, $", {more.Key} {more.Value:F1}")));
}
