using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>Handles a delivery for a stand-in hub: fails on demand, checks it, keeps it, and gives the answer.</summary>
internal sealed class StandInDelivery(HubKind kind, string name, TimeProvider clock, KeptPackages packages, RequestLog log, FailSwitch fail)
{
    private const int Unprocessable = StatusCodes.Status422UnprocessableEntity;
    private const string AnotherDigest = "0000000000000000000000000000000000000000000000000000000000000000";

    private string ExpectedLeg => (kind == HubKind.Vault ? Destination.VaultHub : Destination.NextNode).WireName();

    private string ReceiptPrefix => kind == HubKind.Vault ? "VH" : "FH";

    /// <param name="request">The delivery.</param>
    /// <param name="leave">The sender has left, or the hub stops.</param>
    public async Task<StandInAnswer> Take(StandInRequest request, CancellationToken leave)
    {
        // 1: The failure that was asked for.
        var plan = fail.Next(request.IdempotencyKey);
        if (plan.Delay > TimeSpan.Zero)
            await Task.Delay(plan.Delay, clock, leave);
        if (plan.Failure is { } failure)
            return Failed(request, failure, plan.RetryAfter);

        // 2: What a real hub would reject.
        if (!request.DigestOk)
            return Rejected(request, Unprocessable, "the digests that came with the body are not those of the body", retryable: true);
        if (request.Leg != ExpectedLeg)
            return Rejected(request, Unprocessable, $"this hub takes {ExpectedLeg}, not {request.Leg}", retryable: false);

        // 3: Taken once, even if the answer is lost.
        var (taking, kept) = await packages.Take(request, ReceiptPrefix, clock.GetUtcNow(), leave);
        return taking == Taking.Conflict
            ? Rejected(request, StatusCodes.Status409Conflict, $"{request.IdempotencyKey} came before with other bytes", retryable: false)
            : Taken(request, taking, kept, plan.Flaw);
    }

    public StandInReceipt Rejection(StandInRequest request, string reason, bool retryable) =>
        new(request, Disposition.Rejected.WireName(), request.ActualSha256, name, clock.GetUtcNow())
        {
            Reason = reason,
            Retryable = retryable,
        };

    /// <summary>Called before the answer leaves, so that the log always has an answered request.</summary>
    public void Log(StandInRequest request, string answer) =>
        log.Add(
            new ReceivedRequest(
                request.IdempotencyKey,
                request.TransferId,
                request.Leg,
                request.Attempt,
                request.ActualSha256,
                request.DigestOk,
                answer,
                clock.GetUtcNow()
            )
        );

    private StandInAnswer Failed(StandInRequest request, FailRule failure, TimeSpan? retryAfter) =>
        failure switch
        {
            FailRule.Status status => new StandInAnswer.Failure(status.Code, retryAfter),
            FailRule.Reject reject => Rejected(request, Unprocessable, "this hub is set to reject", reject.Retryable),
            FailRule.Timeout => new StandInAnswer.Silence(),
            _ => new StandInAnswer.Down(),
        };

    private StandInAnswer.Receipt Rejected(StandInRequest request, int status, string reason, bool retryable) =>
        new(Rejection(request, reason, retryable), status);

    private StandInAnswer Taken(StandInRequest request, Taking taking, KeptPackage kept, FailRule? flaw)
    {
        var disposition = (taking == Taking.Accepted ? Disposition.Accepted : Disposition.Duplicate).WireName();
        var receipt = new StandInReceipt(request, disposition, kept.PayloadSha256, name, kept.ReceivedAt)
        {
            ReceiptId = kept.ReceiptId,
            LedgerHeadSeen = CarriedCheckpoint.In(kept.Payload),
        };
        return flaw switch
        {
            FailRule.LostAnswer when taking == Taking.Accepted => new StandInAnswer.Lost(disposition),
            FailRule.NoReceipt => new StandInAnswer.NoReceipt(disposition),
            FailRule.BadDigest => new StandInAnswer.Receipt(
                receipt with
                {
                    PayloadSha256 = AnotherDigest,
                },
                StatusCodes.Status200OK,
                "bad-digest"
            ),
            FailRule.BadHead when receipt.LedgerHeadSeen is { } checkpoint => new StandInAnswer.Receipt(
                receipt with
                {
                    LedgerHeadSeen = checkpoint with { Root = CarriedCheckpoint.AnotherRoot },
                },
                StatusCodes.Status200OK,
                "bad-head"
            ),
            _ => new StandInAnswer.Receipt(receipt, StatusCodes.Status200OK),
        };
    }
}
