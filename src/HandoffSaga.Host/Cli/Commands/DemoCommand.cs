using System.CommandLine;
using HandoffSaga.Host.Cli.Terminal;
using HandoffSaga.Host.Demo;
using HandoffSaga.Host.Station;

namespace HandoffSaga.Host.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var stay = new Option<bool>("--stay") { Description = "Keep station and hubs running afterwards, and say what to try against them" };
        var command = new HandoffCommand("demo", "Everything at once with nothing installed: a station, two hubs, a signed job of three contracts")
        {
            Notes = "Exit code 0 only if every package is at its hub, once, with the bytes that were sent, and the audit trail says so.",
            Examples = [("demo", ""), ("demo --stay", "then try it from another terminal")],
        };
        command.Add(stay);
        command.SetAction(async (parsed, interrupted) =>
        {
            using var log = new DemoLog();
            var folder = Directory.CreateTempSubdirectory("handoff-demo-").FullName;
            var exitCode = ExitCode.Failed;
            try
            {
                exitCode = await new DemoScene(surroundings, folder, Start).Play(parsed.GetValue(stay), interrupted);
            }
            finally
            {
                if (exitCode == ExitCode.Done)
                    Directory.Delete(folder, recursive: true);
                else
                    Explain(surroundings, log, folder);
            }

            return exitCode;

            Task<RunningStation> Start(Settings.HandoffSettings settings, CancellationToken cancellationToken) =>
                StationHost.Start(settings, logging => logging.AddProvider(log), cancellationToken);
        });
        return command;
    }

    private static void Explain(Surroundings surroundings, DemoLog log, string folder)
    {
        foreach (var line in log.Lines)
            surroundings.Messages.Line("  ", Ink.Dim(line));
        surroundings.Messages.Line($"Its data is left in {folder}.");
    }
}
