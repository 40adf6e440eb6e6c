using System.CommandLine;
using System.Text.Json;
using HandoffSaga.Chains;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Validates the SmartContracts of a folder and the chains between them.</summary>
internal static class ContractsCheckCommand
{
    /// <summary>Builds <c>handoff contracts check</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var folder = ContractsCommand.Folder();
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON" };
        var command = new HandoffCommand("check", "Parses and validates every SmartContract and resolves the chains between them")
        {
            Notes = """
                Finds contracts that are missing, cyclic, unreachable or out of sequence, with file and line.
                Exit code 6 when there is an error; warnings alone are exit code 0.
                """,
            Examples = [("contracts check", ""), ("contracts check /etc/handoff/contracts --json", "")],
        };
        command.Add(folder);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = parsed.GetRequiredValue(folder);
                var chains = await ContractChains.Load(Path.GetFullPath(path, cli.WorkingFolder), cancellationToken);
                var findings = chains.Check();
                if (parsed.GetValue(json))
                    cli.Data.Json(Json(chains, findings));
                else
                    Show(cli, path, findings);
                var errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
                cli.Messages.Line(
                    StyledText.Dim(
                        $"{Count(chains.Contracts.Count, "contract")}, {Count(errors, "error")}, {Count(findings.Count - errors, "warning")}"
                    )
                );
                return errors > 0 ? ExitCode.CheckFoundSomething : ExitCode.Done;
            }
        );
        return command;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static void Show(CliContext cli, string folder, IReadOnlyList<ContractFinding> findings)
    {
        foreach (var finding in findings)
        {
            var file = finding.Code == FindingCodes.NoContracts ? folder : Path.Join(folder, finding.FileName);
            var severity = finding.Severity == FindingSeverity.Error ? StyledText.Bad("error") : StyledText.Warning("warning");
            cli.Data.Line(finding.Line > 0 ? $"{file}:{finding.Line}: " : $"{file}: ", severity, $" {finding.Code}: {finding.Message}");
        }
    }

    private static byte[] Json(ContractChains chains, IReadOnlyList<ContractFinding> findings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("contracts", chains.Contracts.Count);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("file", finding.FileName);
                json.WriteNumber("line", finding.Line);
                json.WriteString("severity", finding.Severity == FindingSeverity.Error ? "error" : "warning");
                json.WriteString("code", finding.Code);
                json.WriteString("message", finding.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
