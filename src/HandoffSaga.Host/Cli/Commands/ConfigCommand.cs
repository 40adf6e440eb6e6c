using System.CommandLine;
using System.Text.Json;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints every setting with its effective value and source, or the documentation of all settings.</summary>
internal static class ConfigCommand
{
    private const string Default = "default";

    /// <summary>Builds <c>handoff config</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var json = new Option<bool>("--json") { Description = "Print an array of objects, with default, meaning and allowed values" };
        var markdown = new Option<bool>("--markdown")
        {
            Description = "Print the documentation of all settings (docs/configuration.md) instead",
        };
        var command = new HandoffCommand("config", "Every setting: its effective value and the source of that value; passwords are hidden")
        {
            Notes = """
                A later source overrides an earlier one: appsettings.json in the working folder, the file of --config or
                HANDOFF_CONFIG, variables HANDOFF_Section__Key. Without any file they are those of the installed service in
                /etc/handoff, as the commands ledger, migrate and audit-pack find them. Lists are replaced, not merged. Exit code 2 when a value is invalid or a key unknown.
                """,
            Examples = [("config", ""), ("config --config /etc/handoff/handoff.json", ""), ("config | grep -v default$", "what was set")],
        };
        command.Add(json);
        command.Add(markdown);
        var config = ConfigOption.Of(command, ofService: true);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
            {
                cli.Data.Raw(ConfigurationPage.Text);
                return ExitCode.Done;
            }

            var reading = config.Read(parsed, cli);
            if (parsed.GetValue(json))
                cli.Data.Json(Json(reading));
            else
                cli.Data.Columns([.. Settings(reading).Select(Row)]);
            ConfigOption.Warn(cli, reading);
            foreach (var problem in reading.Problems)
                cli.Fail(ExitCode.WrongUsage, problem);
            return reading.Problems.Count == 0 ? ExitCode.Done : ExitCode.WrongUsage;
        });
        return command;
    }

    private static IEnumerable<EffectiveSetting> Settings(SettingsReading reading) =>
        SettingsSchema.All.Select(key => reading.Effective[key.Name]);

    private static StyledText[] Row(EffectiveSetting setting) =>
        [
            setting.Key.Name,
            setting.Shown.Length == 0 ? StyledText.Dim("-") : setting.Shown,
            setting.Origin is null ? StyledText.Dim(Default) : StyledText.Good(setting.Origin),
        ];

    private static byte[] Json(SettingsReading reading)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (key, shown, origin) in Settings(reading))
            {
                json.WriteStartObject();
                json.WriteString("key", key.Name);
                json.WriteString("value", shown);
                json.WriteString("origin", origin ?? Default);
                json.WriteString("default", key.Default);
                json.WriteString("description", key.Description);
                json.WriteString("allowed", key.AllowedInFull);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
