using System.Diagnostics;
using System.Globalization;
using HandoffSaga.Benchmarks.Plant;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>A running <see cref="Dispatcher"/>, seen from the process that drives it.</summary>
internal sealed class DispatcherProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<long[]> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DispatcherProcess(Process process, Action<string, string> told)
    {
        _process = process;
        _reading = Task.Run(() => Read(told));
    }

    /// <summary>CPU time so far.</summary>
    public TimeSpan Cpu => CpuOf.Tree(_process.Id);

    /// <summary>The largest resident set so far, in MB.</summary>
    public double PeakMb => Status("VmHWM:");

    /// <summary>From the start of the process until it takes signoffs.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <param name="arguments">Those of <see cref="Dispatcher"/>.</param>
    /// <param name="told">Called with what happened and the package it happened to.</param>
    public static async Task<DispatcherProcess> Start(IEnumerable<string> arguments, Action<string, string> told)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in arguments.Prepend("scale-dispatcher"))
        {
            start.ArgumentList.Add(argument);
        }

        var clock = Stopwatch.StartNew();
        var started = new DispatcherProcess(Process.Start(start)!, told);
        await started._ready.Task;
        started.StartedIn = clock.Elapsed;
        return started;
    }

    public async Task Say(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>What its hubs have seen: deliveries and repeated deliveries at the Vault Hub, and the same at the next node's.</summary>
    public async Task<long[]> Seen()
    {
        _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Say(Dispatcher.AskSeen);
        return await _seen.Task;
    }

    /// <summary>Ends it gracefully.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task Read(Action<string, string> told)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal) + 1;
            if (line == Dispatcher.Ready)
            {
                _ready.TrySetResult();
            }
            else if (line.StartsWith(Dispatcher.Seen, StringComparison.Ordinal))
            {
                _seen.TrySetResult([.. line[space..].Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]);
            }
            else
            {
                told(line[..space], line[space..]);
            }
        }

        _ready.TrySetException(new InvalidOperationException("The dispatcher ended before it was ready."));
    }

    private double Status(string name) =>
        File.ReadLines($"/proc/{_process.Id}/status")
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => double.Parse(line[name.Length..^2].Trim(), CultureInfo.InvariantCulture) / 1024)
            .Single();
}
