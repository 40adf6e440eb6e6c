using System.Diagnostics;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary><c>handoff hub</c> in a process of its own.</summary>
internal static class HubProcess
{
    public static HeardProcess Run(params string[] options) =>
        HeardProcess.Start(new ProcessStartInfo("dotnet", [ProgramUnderTest.Path, "hub", .. options]));
}
