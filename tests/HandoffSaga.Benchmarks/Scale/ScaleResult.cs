using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>What was measured of one case in one round.</summary>
/// <param name="Piece">Of what it is a part: <c>stored</c>, <c>waiting</c>, <c>draining</c> or <c>replicas</c>.</param>
/// <param name="Case">What is different from the piece's other cases.</param>
/// <param name="PerSecond">Handoffs in a second, closed loop; legs, where legs drain.</param>
/// <param name="Cpu">CPU milliseconds for one of them; the program's part is that of all replicas, without the driver.</param>
/// <param name="PeakMb">The peak resident set of each replica.</param>
internal sealed record ScaleResult(string Piece, string Case, double PerSecond, Cpu Cpu, IReadOnlyList<double> PeakMb)
{
    /// <summary>Milliseconds from the intended moment of sending to complete, open loop.</summary>
    public Latency? Latency { get; init; }

    /// <summary>From the start of a replica's process until it takes signoffs.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>What else is to be said of the case, by its name in the result file.</summary>
    public IReadOnlyDictionary<string, double> More { get; init; } = new Dictionary<string, double>();
}
