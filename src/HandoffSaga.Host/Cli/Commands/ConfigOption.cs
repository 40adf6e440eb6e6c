using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The --config option, and the settings it leads to.</summary>
internal sealed class ConfigOption
{
    private readonly Option<string?> _file = new("--config")
    {
        Description = "A JSON file with settings, read after appsettings.json and before the environment",
        HelpName = "FILE",
    };

    /// <summary>Adds the option to a command.</summary>
    public static ConfigOption Of(Command command)
    {
        var option = new ConfigOption();
        command.Add(option._file);
        return option;
    }

    /// <summary>Reads the settings, with their problems and warnings.</summary>
    public SettingsReading Read(ParseResult parsed, CliContext cli) =>
        SettingsReading.Read(cli.WorkingFolder, parsed.GetValue(_file), cli.Variables);

    /// <summary>The settings for a start; null after printing every problem, and then the exit code is that of wrong usage.</summary>
    public HandoffSettings? ToStartBy(ParseResult parsed, CliContext cli) =>
        ToUse(
            parsed,
            cli,
            settings => [.. StationSize.Rejections(settings), .. StartFiles.Problems(settings), .. SecretFiles.Problems(settings)]
        );

    /// <summary>The settings for work on the store alone, without keys and tokens.</summary>
    public HandoffSettings? ToMigrateBy(ParseResult parsed, CliContext cli) => ToUse(parsed, cli, StationSize.Rejections);

    /// <summary>Prints a warning for every setting that is ignored.</summary>
    public static void Warn(CliContext cli, SettingsReading reading)
    {
        foreach (var warning in reading.Warnings)
            cli.Messages.Line(StyledText.Warning("handoff: "), warning);
    }

    private HandoffSettings? ToUse(ParseResult parsed, CliContext cli, Func<HandoffSettings, IReadOnlyList<string>> check)
    {
        var reading = Read(parsed, cli);
        Warn(cli, reading);
        var problems = reading.Settings is { } settings ? check(settings) : reading.Problems;
        foreach (var problem in problems)
            cli.Fail(ExitCode.WrongUsage, problem);
        return problems.Count == 0 ? reading.Settings : null;
    }
}
