using System.Diagnostics;
using System.Text;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>One of <c>contracts/wire/samples</c> in a process of its own, run as it is.</summary>
internal sealed class PythonSample : IAsyncDisposable
{
    private const string Needs = "The samples need: apt-get install python3 python3-pika python3-cryptography";

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private PythonSample(Process process)
    {
        _process = process;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static PythonSample Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "contracts", "wire", "samples"),
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return new PythonSample(Process.Start(start) ?? throw new InvalidOperationException(Needs));
    }

    /// <summary>Runs to its end, which must be a good one.</summary>
    public static async Task Finish(TimeSpan patience, params string[] arguments)
    {
        await using var sample = Run(arguments);
        await sample._process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience);
        sample._process.ExitCode.ShouldBe(0, $"{sample.Said}\n{Needs}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }
}
