using BenchmarkDotNet.Attributes;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Station;
using HandoffSaga.Durability;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Benchmarks.Micro;

/// <summary>
/// What the engine costs: a handoff of a station with its three saga events and two deliveries, 64 at a time, on SQLite and with nothing
/// under the engine but memory; and a signoff that is known already, which is one event of the saga and one commit that nobody shares.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmark
{
    private const int Handoffs = 1000;
    private const int InFlight = 64;

    private readonly string _folder = Path.Combine(Directory.GetCurrentDirectory(), ".benchmark-" + Guid.NewGuid().ToString("N"));
    private HandoffSagaStation _station = null!;
    private Driver _driver = null!;
    private byte[] _known = null!;
    private int _run;

    [Params("sqlite", "memory")]
    public string Store { get; set; } = "";

    [GlobalSetup]
    public void Start()
    {
        _station = new HandoffSagaStation(_folder)
        {
            Log = false,
            With = services =>
            {
                if (Store == "memory")
                    services.AddSingleton<IStore, MemoryStore>();
            },
        };
        _station.Start().GetAwaiter().GetResult();
        _driver = new Driver(_station, Workload.Small);
        _driver.Listen();
        _known = Workload.Signoff("known", 0);
        _driver.ClosedLoop("known", 1, 1).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _station.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    // The signoffs are made and signed here too; SignatureBenchmark tells what that is to be reckoned with.
    [Benchmark(OperationsPerInvoke = Handoffs)]
    public Task Handoff() => _driver.ClosedLoop($"micro{++_run}", Handoffs, InFlight);

    [Benchmark]
    public Task KnownSignoff() => _station.Submit("known", _known);
}
