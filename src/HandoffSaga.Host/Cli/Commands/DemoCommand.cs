using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Demo.Story;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Runs a station, two hubs and a signed job in this process, and checks the result.</summary>
internal static class DemoCommand
{
    /// <summary>Builds <c>handoff demo</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var stay = new Option<bool>("--stay") { Description = "Keep station and hubs running afterwards, and print commands to try" };
        var command = new HandoffCommand(
            "demo",
            "A complete demo with nothing to install: a station, two hubs and a signed job of three contracts"
        )
        {
            Notes = "Exit code 0 only if every package is at its hub, once, with the bytes that were sent, and the audit trail records it.",
            Examples = [("demo", ""), ("demo --stay", "then try it from another terminal")],
        };
        command.Add(stay);
        command.SetAction(
            async (parsed, interrupted) =>
            {
                using var log = new DemoLog();
                var folder = Directory.CreateTempSubdirectory("handoff-demo-").FullName;
                var exitCode = ExitCode.Failed;
                try
                {
                    exitCode = await new DemoScene(cli, folder, Start).Play(parsed.GetValue(stay), interrupted);
                }
                finally
                {
                    if (exitCode == ExitCode.Done)
                        Directory.Delete(folder, recursive: true);
                    else
                        Explain(cli, log, folder);
                }

                return exitCode;

                async Task<DemoStation> Start(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
                {
                    var reading = SettingsReading.Read([SettingsSource.Variables(variables)], folder);
                    var settings = reading.Settings ?? throw new InvalidOperationException(string.Join("; ", reading.Problems));
                    var station = await StationHost.Start(settings, logging => logging.AddProvider(log), cancellationToken);
                    return new DemoStation(station.Address, station);
                }
            }
        );
        return command;
    }

    private static void Explain(CliContext cli, DemoLog log, string folder)
    {
        foreach (var line in log.Lines)
            cli.Messages.Line("  ", StyledText.Dim(line));
        cli.Messages.Line($"Its data is left in {folder}.");
    }
}
