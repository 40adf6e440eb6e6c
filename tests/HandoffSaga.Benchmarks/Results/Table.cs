using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Results;

/// <summary>
/// The results for people: medians with their spread, and how the first variant stands to each other one within the same rounds.
/// </summary>
internal static class Table
{
    public static void Print(IReadOnlyList<string> variants, IReadOnlyList<Measurement> measured)
    {
        Console.WriteLine(
            "variant                      handoffs/s (min..max)   CPU ms: program  broker     db   total   p50 ms   p99 ms p99.9 ms  peak MB  messages  transactions  commits  units/commit"
        );
        foreach (var variant in variants)
        {
            var of = measured.Where(m => m.Variant == variant).ToArray();
            var rate = Spread.Of(of.Select(m => m.HandoffsPerSecond));
            Console.WriteLine(
                $"{Cell.Left(variant, 28)} {Cell.Right(rate.Median, 6)} ({Cell.Right(rate.Min, 5)}..{Cell.Right(rate.Max, 5)})"
                    + $"   {Cell.Right(Median(of, m => m.Cpu.Program), 15, 2)} {Cell.Right(Median(of, m => m.Cpu.Broker), 7, 2)} {Cell.Right(Median(of, m => m.Cpu.Database), 6, 2)} {Cell.Right(Median(of, m => m.Cpu.Total), 7, 2)}"
                    + $" {Cell.Right(Median(of, m => m.Latency.P50), 8, 2)} {Cell.Right(Median(of, m => m.Latency.P99), 8, 2)} {Cell.Right(Median(of, m => m.Latency.P999), 8, 2)} {Cell.Right(Median(of, m => m.PeakMb), 8)}"
                    + $" {Cell.Right(Optional(of, m => m.MessagesPerHandoff), 9)} {Cell.Right(Optional(of, m => m.TransactionsPerHandoff), 13)} {Cell.Right(Optional(of, m => m.CommitsPerHandoff), 8)} {Cell.Right(Optional(of, m => m.UnitsPerHandoff / m.CommitsPerHandoff), 13)}"
            );
        }

        var first = measured.Where(m => m.Variant == variants[0]).ToArray();
        foreach (var variant in variants.Skip(1))
        {
            var other = measured.Where(m => m.Variant == variant).ToArray();
            Console.WriteLine(
                $"{variants[0]} to {variant}, within each round: rate {Ratio(first, other, m => m.HandoffsPerSecond)}, CPU {Ratio(first, other, m => m.Cpu.Total)}, p99 {Ratio(first, other, m => m.Latency.P99)}"
            );
        }
    }

    private static double Median(Measurement[] of, Func<Measurement, double> value) => Spread.Of(of.Select(value)).Median;

    private static string Optional(Measurement[] of, Func<Measurement, double?> value) =>
        value(of[0]) is null ? "-" : $"{Median(of, m => value(m)!.Value):F2}";

    private static string Ratio(Measurement[] a, Measurement[] b, Func<Measurement, double> of)
    {
        var ratio = Spread.OfRatios(a.Select(of), b.Select(of));
        return $"{ratio.Median:F2} x ({ratio.Min:F2}..{ratio.Max:F2})";
    }
}
