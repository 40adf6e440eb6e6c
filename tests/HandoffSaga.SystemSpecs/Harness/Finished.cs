using System.Diagnostics;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>A program that ran to its end.</summary>
internal sealed record Finished(int ExitCode, byte[] Output, string Error)
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    public string Text => System.Text.Encoding.UTF8.GetString(Output);

    /// <summary>The project's own program.</summary>
    public static Task<Finished> Handoff(params string[] arguments) => Run("dotnet", [ProgramUnderTest.Path, .. arguments]);

    /// <summary>The same with a station's settings, as its operator runs it beside the service.</summary>
    public static Task<Finished> Handoff(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Run("dotnet", [ProgramUnderTest.Path, .. arguments], settings);

    /// <summary>The .NET SDK, as whoever builds with this project's packages runs it.</summary>
    public static Task<Finished> Dotnet(params string[] arguments) => Run("dotnet", arguments);

    /// <summary>The Guardian in Python, as its developers run it.</summary>
    public static async Task<Finished> PythonGuardian(params string[] arguments)
    {
        var finished = await Python([Path.Combine(Repository.Root, "contracts", "wire", "samples", "guardian.py"), .. arguments]);
        return finished.Error.Contains("No module named", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"Install python3-cryptography and python3-pika:\n{finished.Error}")
            : finished;
    }

    /// <summary>A program in Python, by Debian's.</summary>
    public static Task<Finished> Python(params string[] arguments)
    {
        const string python = "/usr/bin/python3";
        return File.Exists(python)
            ? Run(python, ["-B", .. arguments])
            : throw new InvalidOperationException("There is no /usr/bin/python3: install python3 and python3-cryptography.");
    }

    private static async Task<Finished> Run(string program, string[] arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            start.Environment["HANDOFF_" + key] = value;
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Task.WhenAll(copied, error).WaitAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return new(process.ExitCode, output.ToArray(), await error);
    }
}
