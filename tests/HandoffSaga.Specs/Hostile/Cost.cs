using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HandoffSaga.Specs.Hostile;

/// <summary>
/// What reading hostile input costs the thread that reads it: bytes allocated and CPU time of that thread, which other threads and a busy
/// machine do not change.
/// </summary>
internal static class Cost
{
    /// <summary>The most that a mebibyte of input may cost.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    // 100 ms are allowed for a mebibyte, on a machine that has nothing else to do; the worst inputs of these specifications take 40 to 60.
    // A thread also pays for the collections it happens to trigger and for caches others have emptied, so that ten times as much is
    // asserted. What is quadratic in a mebibyte takes minutes.
    private const int MaxMilliseconds = 1000;

    private const int Runs = 5;

    /// <summary>
    /// Reads the input a few times; the cheapest run counts, because compiling and a collection of other threads' garbage fall into the
    /// others.
    /// </summary>
    public static void ShouldBeBounded(string input, Action read)
    {
        var (bytes, cpu) = (long.MaxValue, TimeSpan.MaxValue);
        for (var run = 0; run < Runs; run++)
        {
            var before = (Bytes: GC.GetAllocatedBytesForCurrentThread(), Cpu: ThreadCpu());
            read();
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before.Bytes);
            cpu = TimeSpan.FromTicks(Math.Min(cpu.Ticks, (ThreadCpu() - before.Cpu).Ticks));
            if (bytes < MaxBytes && cpu.TotalMilliseconds < MaxMilliseconds)
                break;
        }

        Report?.Invoke($"{input}: {bytes / 1024.0 / 1024:0.0} MiB, {cpu.TotalMilliseconds:0.0} ms");
        bytes.ShouldBeLessThan(MaxBytes, input);
        cpu.TotalMilliseconds.ShouldBeLessThan(MaxMilliseconds, input);
    }

    private static readonly Action<string>? Report = Environment.GetEnvironmentVariable("HANDOFF_SPECS_COSTS") is { Length: > 0 } file
        ? line => File.AppendAllText(file, line + "\n")
        : null;

    private static TimeSpan ThreadCpu()
    {
        var clock =
            OperatingSystem.IsLinux() ? 3
            : OperatingSystem.IsMacOS() ? 16
            : -1;
        return clock >= 0 && GetTime(clock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : Stopwatch.GetElapsedTime(0);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out UnixTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct UnixTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
