namespace HandoffSaga.Benchmarks.Results;

/// <summary>A figure over the rounds.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }

    /// <summary>The ratio within each round, so that what slows the machine for a while slows both sides of it.</summary>
    public static Spread OfRatios(IEnumerable<double> of, IEnumerable<double> to) => Of(of.Zip(to, (x, y) => x / y));
}
