using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;
using HandoffSaga.Settings;

namespace HandoffSaga.Host.Cli.Commands.Waiting;

/// <summary>Asks for a transfer until it is decided.</summary>
/// <param name="client">Whom to ask.</param>
/// <param name="cli">The command's terminal and clock.</param>
/// <param name="changes">Where every change is printed; null for nowhere.</param>
/// <param name="limit">How long to ask.</param>
internal sealed class TransferWait(HandoffClient client, CliContext cli, ConsoleOutput? changes, TimeSpan limit)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the transfer, or one leg of it; says what is not a success.</summary>
    public async Task<Waited> Until(string packageId, string? leg, CancellationToken cancellationToken)
    {
        var began = cli.Clock.GetTimestamp();
        var (shown, silence, last) = ("", "", "not known");
        while (true)
        {
            var answer = await client.Transfer(packageId, cancellationToken);
            if (answer.Succeeded && answer.Read(ApiJson.Default.TransferAnswer) is { } transfer)
            {
                last = (leg is null ? transfer.Status : TransferEnd.StatusOf(transfer, leg)) ?? last;
                var line = $"{transfer.Status} {transfer.VaultStatus} {transfer.NextNodeStatus}";
                if (line != shown)
                    Show(packageId, transfer);
                shown = line;
                if (TransferEnd.Of(transfer, leg) is { } exitCode)
                    return Ended(exitCode, packageId, transfer, answer);
            }
            else if (answer.Status is { } status && (int)status < 500)
            {
                return new Waited(cli.Fail(answer), last, answer);
            }
            else if (answer.Explanation != silence)
            {
                silence = answer.Explanation;
                cli.Messages.Line(StyledText.Dim($"{silence} Asking again."));
            }

            if (cli.Clock.GetElapsedTime(began) >= limit)
            {
                return new Waited(
                    cli.Fail(ExitCode.Failed, $"{packageId} is {last} after {Duration.Format(limit)}: it goes on without being watched."),
                    last,
                    answer
                );
            }

            await Task.Delay(Interval, cli.Clock, cancellationToken);
        }
    }

    private void Show(string packageId, TransferAnswer transfer) =>
        changes?.Line(
            StyledText.Dim($"{cli.Clock.GetUtcNow():HH:mm:ss}"),
            "  ",
            packageId,
            "  ",
            StyledText.Status(transfer.Status),
            $"  {DestinationNames.VaultHub} ",
            StyledText.Status(transfer.VaultStatus),
            $"  {DestinationNames.NextNode} ",
            StyledText.Status(transfer.NextNodeStatus)
        );

    private Waited Ended(int exitCode, string packageId, TransferAnswer transfer, ApiAnswer answer)
    {
        if (exitCode != ExitCode.Done)
            cli.Fail(exitCode, $"{packageId} needs a person: {string.Join("; ", Stuck(transfer))}.");
        return new Waited(exitCode, transfer.Status ?? "", answer);
    }

    private static IEnumerable<string> Stuck(TransferAnswer transfer)
    {
        foreach (
            var (name, status, leg) in new[]
            {
                (DestinationNames.VaultHub, transfer.VaultStatus, transfer.Legs?.VaultHub),
                (DestinationNames.NextNode, transfer.NextNodeStatus, transfer.Legs?.NextNode),
            }
        )
        {
            if (status is not (LegStatusNames.Complete or LegStatusNames.NotApplicable))
                yield return $"{name} is {status}{((leg?.LastError ?? leg?.HeldReason) is { } why ? $" ({why})" : "")}";
        }
    }
}

/// <summary>What became of a transfer.</summary>
/// <param name="ExitCode">Success only after every confirmation.</param>
/// <param name="Status">The last status that was seen.</param>
/// <param name="Answer">The last answer.</param>
internal sealed record Waited(int ExitCode, string Status, ApiAnswer Answer);
