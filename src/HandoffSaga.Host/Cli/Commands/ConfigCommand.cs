using System.CommandLine;
using System.Text.Json;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Cli.Commands;

internal static class ConfigCommand
{
    private const string Default = "default";

    public static Command Create(CliContext cli)
    {
        var json = new Option<bool>("--json") { Description = "Print an array of objects, with default, meaning and what is allowed" };
        var command = new HandoffCommand("config", "Every setting: its effective value and where that came from; passwords are hidden")
        {
            Notes =
                """
                A later source goes before an earlier one: appsettings.json in the working folder, the file of --config, variables
                HANDOFF_Section__Key. A list replaces an earlier list whole. Exit code 2 when a value is wrong or a key unknown.
                """,
            Examples = [("config", ""), ("config --config /etc/handoff/handoff.json", ""), ("config | grep -v default$", "what was set")],
        };
        command.Add(json);
        var config = ConfigOption.Of(command);
        command.SetAction(parsed =>
        {
            var reading = config.Read(parsed, cli);
            if (parsed.GetValue(json))
                cli.Data.Json(Json(reading.Values));
            else
                cli.Data.Columns([.. SettingsSchema.All.Select(key => Row(key, reading.Values))]);
            foreach (var problem in reading.Problems)
                cli.Fail(ExitCode.WrongUsage, problem);
            return reading.Problems.Count == 0 ? ExitCode.Done : ExitCode.WrongUsage;
        });
        return command;
    }

    private static StyledText[] Row(SettingKey key, SettingValues values)
    {
        var shown = key.Show(values);
        var origin = values.Origin(key);
        return [key.Name, shown.Length == 0 ? StyledText.Dim("-") : shown, origin is null ? StyledText.Dim(Default) : StyledText.Good(origin)];
    }

    private static byte[] Json(SettingValues values)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var key in SettingsSchema.All)
            {
                json.WriteStartObject();
                json.WriteString("key", key.Name);
                json.WriteString("value", key.Show(values));
                json.WriteString("origin", values.Origin(key) ?? Default);
                json.WriteString("default", key.DefaultText);
                json.WriteString("description", key.Description);
                json.WriteString("allowed", key.Allowed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
