using System.Diagnostics;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>
/// Many legs that all fall due at the same moment, their hub being back, which is the worst case: left alone, they come spread over the
/// jitter of their waits. New signoffs come meanwhile, and the other leg of theirs is watched too.
/// </summary>
internal sealed class DrainingPiece(ScaleRun run, ScaleSettings settings)
{
    private const int NewPerSecond = 20;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(20);

    public async Task<ScaleResult> Measure(Ground ground, int hubMs)
    {
        await run.Make(ground, settings.Draining, Dispatcher.Waits, "--vault", "down");
        await ground.Settle();
        var at = TimeProvider.System.GetUtcNow() + StartsWithin;
        var waiting = await ground.EndWaits(at);
        await using var crew = await run.Start(ground, 1, Dispatcher.Complete, ["--hub-ms", $"{hubMs}"]);
        var (left, drained) = (waiting, new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously));
        var nextNode = new Dictionary<string, long>();
        crew.Told += (what, packageId) =>
        {
            if (packageId.StartsWith("PKG-new", StringComparison.Ordinal))
            {
                lock (nextNode)
                    nextNode.TryAdd(packageId, Stopwatch.GetTimestamp());
            }
            else if (what == Dispatcher.Complete && Interlocked.Decrement(ref left) == 0)
            {
                drained.TrySetResult(TimeProvider.System.GetUtcNow() - at);
            }
        };
        var before = crew.Used();
        if (at - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } ahead)
            await Task.Delay(ahead, TimeProvider.System);
        var name = run.NextRun("new");
        var (sent, complete) = await NewSignoffs(crew, name, drained.Task);
        var took = await drained.Task;
        var after = crew.Used();
        var repeated = await Task.WhenAll(crew.Dispatchers.Select(dispatcher => dispatcher.Seen()));
        lock (nextNode)
        {
            var other = Latency.Of([
                .. nextNode.Select(seen => Stopwatch.GetElapsedTime(sent[seen.Key], seen.Value).TotalMilliseconds).Order(),
            ]);
            return new(
                "draining",
                $"{waiting:N0} legs, hub takes {hubMs} ms",
                waiting / took.TotalSeconds,
                ScaleRun.CpuEach(before, after, waiting),
                [.. crew.Dispatchers.Select(dispatcher => dispatcher.PeakMb)]
            )
            {
                Latency = Latency.Of(complete),
                More = new Dictionary<string, double>
                {
                    ["seconds"] = took.TotalSeconds,
                    ["new_signoffs"] = complete.Length,
                    ["new_other_leg_p50_ms"] = other.P50,
                    ["new_other_leg_p99_ms"] = other.P99,
                    ["delivered_again"] = repeated.Sum(seen => seen[1]),
                },
            };
        }
    }

    // As long as it drains, and no longer than the last of them needs to get through.
    private async Task<(IReadOnlyDictionary<string, long> Sent, double[] Complete)> NewSignoffs(Crew crew, string name, Task drained)
    {
        var done = new System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource<long>>();
        crew.Completed += packageId =>
        {
            if (done.TryGetValue(packageId, out var waiting))
                waiting.TrySetResult(Stopwatch.GetTimestamp());
        };
        var (start, sent) = (Stopwatch.GetTimestamp(), new Dictionary<string, long>());
        for (var n = 0; !drained.IsCompleted; n++)
        {
            var intended = start + (n * Stopwatch.Frequency / NewPerSecond);
            var ahead = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), intended);
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, TimeProvider.System);
            var packageId = Workload.PackageId(name, n);
            sent[packageId] = intended;
            done[packageId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await crew.Submit(packageId, Workload.Signoff(name, n, settings.Payload));
        }

        var latencies = await Task.WhenAll(
            sent.Select(async package => Stopwatch.GetElapsedTime(package.Value, await done[package.Key].Task).TotalMilliseconds)
        );
        Array.Sort(latencies);
        return (sent, latencies);
    }
}
