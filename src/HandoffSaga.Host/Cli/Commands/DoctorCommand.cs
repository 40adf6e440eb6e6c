using System.CommandLine;
using System.Text.Json;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Doctor;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Looks at everything a station or dispatcher needs, and says what to do about what is wrong.</summary>
internal static class DoctorCommand
{
    private const int WidthOfVerdict = 6;

    /// <summary>Builds <c>handoff doctor</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var json = new Option<bool>("--json") { Description = "Print an object with the worst verdict and all findings" };
        var command = new HandoffCommand(
            "doctor",
            "Checks everything a service needs, beside it or while it is stopped, and writes nothing"
        )
        {
            Notes = """
                Settings, permissions, disk, contracts, what expires within 30 days, database (all of the file), clock, ledger (all of it), backup,
                broker, hubs. A line for each: ok, warn or failed, and what to do. It connects only to what the settings name, and sends no signoff.
                Exit code 0 when all is ok or only warned about, 6 when a check failed.
                """,
            Examples = [("doctor", ""), ("doctor --config /etc/handoff/handoff.json --json", "")],
        };
        command.Add(json);
        var config = ConfigOption.Of(command, ofService: true);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var found = new List<Finding>();
                await foreach (var one in Examination.Run(config.Read(parsed, cli), cli.Clock, cancellationToken))
                {
                    found.Add(one);
                    if (!parsed.GetValue(json))
                        Show(cli, one);
                }

                if (parsed.GetValue(json))
                    cli.Data.Json(Json(found));
                return Finding.Worst(found) == Verdict.Failed ? ExitCode.CheckFoundSomething : ExitCode.Done;
            }
        );
        return command;
    }

    private static void Show(CliContext cli, Finding one)
    {
        var word = one.Word.PadRight(WidthOfVerdict);
        cli.Data.Line(
            one.Verdict switch
            {
                Verdict.Ok => StyledText.Good(word),
                Verdict.Warn => StyledText.Warning(word),
                _ => StyledText.Bad(word),
            },
            $"  {one.Check}: {one.Detail.TrimEnd('.')}.",
            one.WhatToDo is null ? "" : $" {one.WhatToDo}"
        );
    }

    private static byte[] Json(IReadOnlyList<Finding> found)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("verdict", Finding.WordOf(Finding.Worst(found)));
            json.WriteStartArray("findings");
            foreach (var one in found)
            {
                json.WriteStartObject();
                json.WriteString("check", one.Check);
                json.WriteString("verdict", one.Word);
                json.WriteString("detail", one.Detail);
                json.WriteString("what_to_do", one.WhatToDo);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
