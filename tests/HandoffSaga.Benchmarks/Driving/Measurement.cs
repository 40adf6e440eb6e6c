using System.Text.Json.Serialization;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>What one process measured of one variant in one round.</summary>
/// <param name="Variant">Its name, as in the results.</param>
/// <param name="HandoffsPerSecond">Closed loop.</param>
/// <param name="Cpu">CPU milliseconds for one handoff, closed loop.</param>
/// <param name="Latency">Milliseconds from the intended moment of sending to complete, open loop.</param>
/// <param name="PeakMb">The program's peak working set.</param>
internal sealed record Measurement(string Variant, double HandoffsPerSecond, Cpu Cpu, Latency Latency, double PeakMb)
{
    /// <summary>Messages the broker took from publishers, the signoff included; null where there is no broker.</summary>
    public double? MessagesPerHandoff { get; init; }

    /// <summary>Transactions at the database, reads included; null where there is no server.</summary>
    public double? TransactionsPerHandoff { get; init; }

    /// <summary>Group commits of the durability engine: what many handoffs share is below 1; null where there is no such engine.</summary>
    public double? CommitsPerHandoff { get; init; }

    /// <summary>Units of work that were committed; null where there is no such engine.</summary>
    public double? UnitsPerHandoff { get; init; }
}

/// <summary>CPU milliseconds for one handoff.</summary>
internal sealed record Cpu(double Program, double Broker = 0, double Database = 0)
{
    public double Total => Program + Broker + Database;
}

/// <summary>Milliseconds.</summary>
internal sealed record Latency(double P50, double P99, double P999)
{
    public static Latency Of(double[] sorted) => new(At(sorted, 0.5), At(sorted, 0.99), At(sorted, 0.999));

    private static double At(double[] sorted, double quantile) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Measurement))]
internal sealed partial class MeasurementJson : JsonSerializerContext;
