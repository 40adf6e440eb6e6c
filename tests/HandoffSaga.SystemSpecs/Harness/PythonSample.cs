using System.ComponentModel;
using System.Diagnostics;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>One of <c>contracts/wire/samples</c> in a process of its own, run as it is.</summary>
internal static class PythonSample
{
    private const string Needs = "The samples need: apt-get install python3 python3-pika python3-cryptography";

    public static HeardProcess Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            WorkingDirectory = Path.Combine(Repository.Root, "contracts", "wire", "samples"),
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            return HeardProcess.Start(start);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(Needs, missing);
        }
    }

    /// <summary>Runs to its end, which must be a good one.</summary>
    public static async Task Finish(TimeSpan patience, params string[] arguments)
    {
        await using var sample = Run(arguments);
        (await sample.Exit(patience)).ShouldBe(0, $"{sample.Said}\n{Needs}");
    }
}
