using BenchmarkDotNet.Attributes;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Benchmarks.Micro;

/// <summary>What it costs to bring received bytes to their canonical form, and to read a signoff out of them, the form included.</summary>
[MemoryDiagnoser]
public class ReadingBenchmark
{
    private static readonly IntakeOptions Limits = new();

    private byte[] _body = null!;

    [Params(2_000, 20_000, 200_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Write() => _body = Workload.Signoff("micro", 1, Bytes);

    [Benchmark]
    public bool CanonicalForm() => CanonicalObject.Parse(_body, CanonicalLimits.Default).IsCanonical;

    [Benchmark]
    public bool Signoff() => SignoffParser.Parse(_body, Limits) is SignoffParse.Parsed;
}
