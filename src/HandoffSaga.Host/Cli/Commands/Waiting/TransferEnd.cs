using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Cli.Commands.Waiting;

/// <summary>Decides what became of a transfer, or of one of its legs.</summary>
internal static class TransferEnd
{
    /// <summary>
    /// The exit code; null while something is under way. Only confirmations are a success, and a status that is not known here is none.
    /// </summary>
    /// <param name="transfer">The transfer as the service shows it.</param>
    /// <param name="leg">The leg that counts; null for both.</param>
    public static int? Of(TransferAnswer transfer, string? leg)
    {
        if (leg is not null)
        {
            var status = StatusOf(transfer, leg);
            return status == LegStatusNames.Complete ? ExitCode.Done
                : IsUnderWay(status) ? null
                : ExitCode.CheckFoundSomething;
        }

        return transfer.Status == OverallStatus.FullyComplete ? ExitCode.Done
            : IsUnderWay(transfer.VaultStatus) || IsUnderWay(transfer.NextNodeStatus) ? null
            : ExitCode.CheckFoundSomething;
    }

    /// <summary>The status of a leg as the service shows it.</summary>
    public static string? StatusOf(TransferAnswer transfer, string leg) =>
        leg == DestinationNames.VaultHub ? transfer.VaultStatus : transfer.NextNodeStatus;

    private static bool IsUnderWay(string? status) =>
        LegStatusNames.All.FirstOrDefault(term => term.Name == status) is not { } known || known.Phase == LegPhase.InProgress;
}
