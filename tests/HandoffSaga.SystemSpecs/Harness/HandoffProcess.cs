using System.Diagnostics;
using System.Text;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>The real program in a process of its own, on a data folder that outlives it.</summary>
internal sealed class HandoffProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _messages = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HandoffProcess(Process process) => _process = process;

    public Uri Url { get; private set; } = null!;

    public int Id => _process.Id;

    public string Messages
    {
        get
        {
            lock (_messages)
            {
                return _messages.ToString();
            }
        }
    }

    public Task Exited => _process.WaitForExitAsync();

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts <c>handoff run</c>; it listens when this returns.</summary>
    /// <param name="settings">Environment variables without their <c>HANDOFF_</c>.</param>
    /// <param name="heard">Is told each line it says.</param>
    /// <param name="crashAt">Where the crash hook ends the process; null for nowhere.</param>
    /// <param name="program">Another version's <c>handoff.dll</c>; null for this one's.</param>
    public static async Task<HandoffProcess> Run(
        IReadOnlyDictionary<string, string> settings,
        string? crashAt = null,
        Action<string>? heard = null,
        string? program = null
    )
    {
        var handoff = Begin(settings, crashAt, heard, program ?? ProgramUnderTest.Path);
        var first = await Task.WhenAny(handoff._listening.Task, handoff.Exited, Task.Delay(BusyMachine.Patience, TimeProvider.System));
        if (first != handoff._listening.Task)
        {
            throw new InvalidOperationException($"handoff run did not come up:\n{handoff.Messages}");
        }

        handoff.Url = await handoff._listening.Task;
        return handoff;
    }

    /// <summary>Returns when the crash hook has ended it, which may be before it listens.</summary>
    public static async Task<int> RunToItsEnd(IReadOnlyDictionary<string, string> settings, string crashAt)
    {
        await using var handoff = Begin(settings, crashAt, heard: null, ProgramUnderTest.Path);
        await handoff.Exited.WaitAsync(BusyMachine.Patience);
        return handoff.ExitCode;
    }

    private static HandoffProcess Begin(
        IReadOnlyDictionary<string, string> settings,
        string? crashAt,
        Action<string>? heard,
        string program
    )
    {
        // A shell starts what it puts into the background with SIGINT and SIGQUIT ignored, and that is inherited.
        var start = new ProcessStartInfo("/usr/bin/env")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
            ArgumentList = { "--default-signal=INT,QUIT", "dotnet", program, "run" },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment["HANDOFF_" + key] = value;
        }

        if (crashAt is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "HandoffSaga.CrashHook.dll");
            start.Environment["CRASH_AT"] = crashAt;
        }

        var handoff = new HandoffProcess(Process.Start(start)!);
        handoff._process.ErrorDataReceived += (_, line) => handoff.Read(line.Data, heard);
        handoff._process.OutputDataReceived += (_, line) => handoff.Read(line.Data, heard);
        handoff._process.BeginErrorReadLine();
        handoff._process.BeginOutputReadLine();
        return handoff;
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is said.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Exited.WaitAsync(StopsWithin);
    }

    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>The program drains and goes.</summary>
    public async Task<int> Terminate(string signal = "TERM")
    {
        await Signal(signal);
        await Exited.WaitAsync(StopsWithin);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }

    private void Read(string? line, Action<string>? heard)
    {
        if (line is null)
        {
            return;
        }

        lock (_messages)
        {
            _messages.AppendLine(line);
        }

        heard?.Invoke(line);

        const string mark = "istening on";
        var at = line.IndexOf(mark, StringComparison.Ordinal);
        var url = at < 0 ? -1 : line.IndexOf("http://", at, StringComparison.Ordinal);
        if (url >= 0)
        {
            _listening.TrySetResult(new Uri(line[url..].Split(' ')[0].TrimEnd('.', ',')));
        }
    }
}
