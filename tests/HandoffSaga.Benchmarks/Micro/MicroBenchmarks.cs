using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Micro;

/// <summary>The parts of a handoff one by one, in this very process: nothing is built, and runs are short.</summary>
internal static class MicroBenchmarks
{
    private static readonly (string Name, Type Benchmark)[] All =
    [
        ("signature", typeof(SignatureBenchmark)),
        ("reading", typeof(ReadingBenchmark)),
        ("packages", typeof(PackageBenchmark)),
        ("engine", typeof(EngineBenchmark)),
    ];

    public static int Run(Options options)
    {
        var names = options.Text("--only")?.Split(',') ?? [.. All.Select(benchmark => benchmark.Name)];
        if (names.Except(All.Select(benchmark => benchmark.Name)).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine(
                $"There is no micro benchmark {unknown}; there are {string.Join(", ", All.Select(benchmark => benchmark.Name))}."
            );
            return 2;
        }

        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(12);
        foreach (var (_, benchmark) in All.Where(benchmark => names.Contains(benchmark.Name)))
        {
            BenchmarkRunner.Run(benchmark, DefaultConfig.Instance.AddJob(job));
        }

        return 0;
    }
}
