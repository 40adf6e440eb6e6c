using System.Net;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Legs;
using HandoffSaga.Status;

namespace HandoffSaga.Demo.Story;

/// <summary>Runs the job from the first signoff to the last confirmation, and prints each step.</summary>
internal sealed class DemoRun(DemoNarration narration, HandoffClient client, DemoHubs hubs, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    /// <summary>Runs one contract to its end. Null on success, else the reason for the failure.</summary>
    public async Task<string?> HandOff(DemoSignoff signoff, CancellationToken cancellationToken)
    {
        var answer = await client.Submit(signoff.Signed, cancellationToken);
        if (answer.Status != HttpStatusCode.Accepted)
            return $"the signoff {signoff.PackageId} was not accepted: {string.Join(" ", [answer.Explanation, .. ProblemErrors.Of(answer)])}";
        narration.Line(
            signoff.Name,
            "guardian",
            "signoff ",
            signoff.PackageId,
            " ",
            StyledText.Status(SubmissionResults.Accepted),
            ": it is on disk"
        );

        string? lastStatus = null;
        while (true)
        {
            var seen = await client.Transfer(signoff.PackageId, cancellationToken);
            if (seen.Read(ApiJson.Default.TransferAnswer) is not { } transfer || !seen.Succeeded)
                return $"the status of {signoff.PackageId} cannot be read: {seen.Explanation}";
            foreach (var (leg, hub, request) in hubs.News())
                Tell(signoff, leg, hub, request);
            if (transfer.Status != lastStatus)
                Tell(signoff, transfer);
            lastStatus = transfer.Status;
            switch (transfer.Status)
            {
                case OverallStatus.FullyComplete:
                    return null;
                case LegStatusNames.Escalated or LegStatusNames.Held:
                    return $"{signoff.PackageId} is {transfer.Status}: {Trouble(transfer.Legs?.VaultHub) ?? Trouble(transfer.Legs?.NextNode)}";
            }

            await Task.Delay(Tick, clock, cancellationToken);
        }
    }

    private void Tell(DemoSignoff signoff, string leg, StandInHub hub, ReceivedRequest request)
    {
        var who = leg == DestinationNames.VaultHub ? "vault hub" : "next node";
        if (!request.Accepted)
        {
            narration.Line(signoff.Name, who, StyledText.Warning(request.Answer), $"  attempt {request.Attempt} fails, on purpose");
            return;
        }

        var receipt = hub.Kept.FirstOrDefault(kept => kept.IdempotencyKey == request.IdempotencyKey)?.ReceiptId;
        var what =
            leg == DestinationNames.VaultHub
                ? "has the results"
                : $"{signoff.Contract.Trigger?.NextStation} has the part signal and {signoff.Contract.Trigger?.NextContract}";
        narration.Line(signoff.Name, who, StyledText.Good("confirmed"), $"  {what}; receipt {receipt}, attempt {request.Attempt}");
    }

    private void Tell(DemoSignoff signoff, TransferAnswer transfer)
    {
        switch (transfer.Status)
        {
            case LegStatusNames.RetryPending:
                narration.Line(
                    signoff.Name,
                    "handoff",
                    StyledText.Status(transfer.Status),
                    "  the redelivery is scheduled on disk; the other leg does not wait"
                );
                break;
            case OverallStatus.FullyComplete:
                narration.Line(
                    signoff.Name,
                    "handoff",
                    StyledText.Status(transfer.Status),
                    signoff.HasNextNode ? "  both legs confirmed" : "  the last contract: there is no next node"
                );
                break;
            case LegStatusNames.Escalated or LegStatusNames.Held:
                narration.Line(signoff.Name, "handoff", StyledText.Status(transfer.Status));
                break;
        }
    }

    private static string? Trouble(LegAnswer? leg) => leg?.HeldReason ?? leg?.LastError;
}
