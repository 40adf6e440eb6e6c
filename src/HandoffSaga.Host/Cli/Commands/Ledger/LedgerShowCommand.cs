using System.CommandLine;
using System.Text;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Prints entries of the published ledger and its checkpoint.</summary>
internal static class LedgerShowCommand
{
    private const long Few = 20;

    /// <summary>Builds <c>handoff ledger show</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var from = new Option<long?>("--from") { Description = $"The first index to show (default: the last {Few})", HelpName = "INDEX" };
        var count = new Option<long>("--count")
        {
            Description = "Maximum number of entries",
            HelpName = "N",
            DefaultValueFactory = _ => Few,
        };
        var json = new Option<bool>("--json") { Description = "Print the entries' canonical bytes, one a line" };
        var command = new HandoffCommand("show", "The entries of the ledger in order, and its checkpoint")
        {
            Notes = "Shows the published ledger without verifying it; use \"handoff ledger verify\" for that.",
            Examples = [("ledger show", ""), ("ledger show --from 0 --count 5 --json", "")],
        };
        command.Add(json);
        command.Add(from);
        command.Add(count);
        var log = LogOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                log.Use(
                    parsed,
                    cli,
                    async open =>
                    {
                        var (head, problem) = await open.Head(cancellationToken);
                        if (head is null)
                            return cli.Fail(open.Key is null ? ExitCode.WrongUsage : ExitCode.NotFound, problem!);
                        var tree = new TreeTiles(open.Tiles, head.Checkpoint.Size);
                        var first = Math.Clamp(parsed.GetValue(from) ?? tree.Size - parsed.GetValue(count), 0, tree.Size);
                        for (var index = first; index < Math.Min(tree.Size, first + parsed.GetValue(count)); index++)
                            Show(cli, index, await tree.Entry(index, cancellationToken), parsed.GetValue(json));
                        cli.Messages.Line(
                            StyledText.Dim(
                                $"{head.Checkpoint.Origin}: {tree.Size} entries, root {Convert.ToHexStringLower(head.Checkpoint.Root.Span)}"
                            )
                        );
                        return ExitCode.Done;
                    }
                )
        );
        return command;
    }

    private static void Show(CliContext cli, long index, byte[] utf8, bool json)
    {
        if (json)
        {
            cli.Data.Raw(Encoding.UTF8.GetString(utf8));
        }
        else if (LedgerEntry.TryParse(utf8, out var entry, out var problem))
        {
            cli.Data.Line(
                $"{EntryNumber.Column(index)}  {entry.OccurredAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}  ",
                StyledText.Strong(entry.Action),
                $"  {entry.PackageId ?? entry.Target}  {entry.Details}"
            );
        }
        else
        {
            cli.Data.Line($"{EntryNumber.Column(index)}  ", StyledText.Bad($"no entry: {problem}"));
        }
    }
}
