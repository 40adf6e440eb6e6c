using System.Diagnostics;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary><c>handoff ledger witness</c> in a process of its own.</summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly Process _process;

    private WitnessProcess(Process process, NoteVerifierKey key, int port) => (_process, Key, Port) = (process, key, port);

    public NoteVerifierKey Key { get; }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/";

    public static async Task<WitnessProcess> Start(string folder, NoteVerifierKey log, int? port = null)
    {
        var at = port ?? FreePort.Next();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (
            var argument in new[]
            {
                ProgramUnderTest.Path,
                "ledger",
                "witness",
                "--name",
                "witness.example/w1",
                "--folder",
                folder,
                "--port",
                at.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--log",
                log.ToString(),
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var vkey = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        NoteVerifierKey.TryParse(vkey, out var key).ShouldBeTrue(vkey);
        await process.StandardError.ReadLineAsync().WaitAsync(Patience);
        return new WitnessProcess(process, key!, at);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
