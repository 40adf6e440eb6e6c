using System.Diagnostics;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>Drives a variant: a closed loop for rate and CPU, then an open loop for latency, both after a warm-up.</summary>
/// <param name="variant">What is driven.</param>
/// <param name="payload">About how many bytes a signoff has.</param>
internal sealed class Driver(IVariant variant, int payload)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource<long>> _waiting = new();

    public async Task<(double Rate, double CpuMs)> ClosedLoop(string run, int handoffs, int inFlight)
    {
        using var signoffs = new BenchmarkSignoffs(run, handoffs, payload);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, handoffs),
            new ParallelOptions { MaxDegreeOfParallelism = inFlight },
            async (n, _) => await One(Workload.PackageId(run, n), signoffs[n])
        );
        clock.Stop();
        process.Refresh();
        return (handoffs / clock.Elapsed.TotalSeconds, (process.TotalProcessorTime - cpu).TotalMilliseconds / handoffs);
    }

    /// <summary>
    /// Latencies in ms from the moment each signoff was meant to be sent, so that a stall counts against everything behind it.
    /// </summary>
    public async Task<double[]> OpenLoop(string run, int handoffs, int perSecond)
    {
        using var signoffs = new BenchmarkSignoffs(run, handoffs, payload);
        var start = Stopwatch.GetTimestamp();
        var ticksEach = Stopwatch.Frequency / perSecond;
        var runs = new List<Task<double>>(handoffs);
        for (var n = 0; n < handoffs; n++)
        {
            var intended = start + (n * ticksEach);
            var ahead = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), intended);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System);
            }

            runs.Add(Latency(Workload.PackageId(run, n), signoffs[n], intended));
        }

        var latencies = await Task.WhenAll(runs);
        Array.Sort(latencies);
        return latencies;
    }

    public void Listen() =>
        variant.Completed += packageId =>
        {
            if (_waiting.TryRemove(packageId, out var waiting))
            {
                waiting.TrySetResult(Stopwatch.GetTimestamp());
            }
        };

    private async Task<double> Latency(string packageId, byte[] signoff, long intended) =>
        Stopwatch.GetElapsedTime(intended, await One(packageId, signoff)).TotalMilliseconds;

    private async Task<long> One(string packageId, byte[] signoff)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[packageId] = done;
        await variant.Submit(packageId, signoff);
        return await done.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }
}
