using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The --config option, and the settings it leads to.</summary>
internal sealed class ConfigOption(bool ofService)
{
    private readonly Option<string?> _file = new("--config")
    {
        Description = "A JSON file with settings, read after appsettings.json and before the environment (HANDOFF_CONFIG)",
        HelpName = "FILE",
    };

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="ofService">It works on a service's files, and finds those of the installed service (<see cref="InstalledService"/>)
    /// where no settings are named.</param>
    public static ConfigOption Of(Command command, bool ofService = false)
    {
        var option = new ConfigOption(ofService);
        command.Add(option._file);
        return option;
    }

    /// <summary>Reads the settings, with their problems and warnings.</summary>
    public SettingsReading Read(ParseResult parsed, CliContext cli) =>
        ofService
            ? SettingsReading.ReadOfService(cli.WorkingFolder, File(parsed, cli), cli.Variables, cli.Service())
            : SettingsReading.Read(cli.WorkingFolder, File(parsed, cli), cli.Variables);

    /// <summary>Says on stderr which settings and which data a command works with.</summary>
    public static void Announce(CliContext cli, SettingsReading reading)
    {
        if (reading.Settings is { } settings)
            cli.Messages.Line(StyledText.Dim($"Settings: {reading.Origins}. Data folder: {settings.DataFolder}"));
    }

    /// <summary>The settings for a start; null after printing every problem, and then the exit code is that of wrong usage.</summary>
    public HandoffSettings? ToStartBy(ParseResult parsed, CliContext cli) =>
        ToUse(
            parsed,
            cli,
            settings => [.. StationSize.Rejections(settings), .. StartFiles.Problems(settings), .. SecretFiles.Problems(settings)]
        );

    /// <summary>The settings for work on the store alone, without keys and tokens; says which they are.</summary>
    public HandoffSettings? ToMigrateBy(ParseResult parsed, CliContext cli) => ToUse(parsed, cli, StationSize.Rejections, announce: true);

    /// <summary>The settings for work on a store that the caller names, whatever the size of the station here.</summary>
    public HandoffSettings? ToMigrateAnother(ParseResult parsed, CliContext cli) => ToUse(parsed, cli, _ => [], announce: false);

    /// <summary>Prints a warning for every setting that is ignored.</summary>
    public static void Warn(CliContext cli, SettingsReading reading)
    {
        foreach (var warning in reading.Warnings)
            cli.Messages.Line(StyledText.Warning("handoff: "), warning);
    }

    private HandoffSettings? ToUse(
        ParseResult parsed,
        CliContext cli,
        Func<HandoffSettings, IReadOnlyList<string>> check,
        bool announce = false
    )
    {
        var reading = Read(parsed, cli);
        Warn(cli, reading);
        if (announce)
            Announce(cli, reading);
        var problems = reading.Settings is { } settings ? check(settings) : reading.Problems;
        foreach (var problem in problems)
            cli.Fail(ExitCode.WrongUsage, problem);
        return problems.Count == 0 ? reading.Settings : null;
    }

    private string? File(ParseResult parsed, CliContext cli) =>
        parsed.GetValue(_file) ?? (cli.Variable(SettingsSource.ConfigVariable) is { Length: > 0 } named ? named : null);
}
