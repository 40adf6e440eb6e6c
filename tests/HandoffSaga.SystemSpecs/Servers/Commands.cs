using System.Diagnostics;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Servers;

/// <summary>Programs of the system that a harness needs.</summary>
internal static class Commands
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    /// <summary>Runs to its end. What the program starts and leaves behind does not keep this waiting.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says with what.</exception>
    public static async Task Run(string program, params string[] arguments)
    {
        // Through files, not pipes: a server that the program leaves behind would keep a pipe open for ever.
        var output = Path.GetTempFileName();
        var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", output, program } };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync().WaitAsync(Patience);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} failed ({process.ExitCode}):\n{await File.ReadAllTextAsync(output)}"
                );
            }
        }
        finally
        {
            File.Delete(output);
        }
    }
}
