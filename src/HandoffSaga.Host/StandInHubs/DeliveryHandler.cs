using System.Text.Json;

namespace HandoffSaga.Host.StandInHubs;

/// <summary>What a stand-in hub does with a delivery: fail if told to, check it, take it, answer with a receipt.</summary>
internal sealed class DeliveryHandler(HubKind kind, string name, TimeProvider clock, KeptPackages packages, RequestLog log, FailSwitch fail)
{
    private const int Unprocessable = StatusCodes.Status422UnprocessableEntity;
    private const string AnotherDigest = "0000000000000000000000000000000000000000000000000000000000000000";

    private string ExpectedLeg => kind == HubKind.Vault ? "vault_hub" : "next_node";

    private string ReceiptPrefix => kind == HubKind.Vault ? "VH" : "FH";

    /// <param name="http">The exchange.</param>
    /// <param name="leave">The client has left, or the hub stops.</param>
    public async Task Handle(HttpContext http, CancellationToken leave)
    {
        // 1: The whole request, or it never came.
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, leave);
        if (StandInRequest.Read(http.Request.Headers, body.ToArray(), out var error) is not { } request)
        {
            await Answers.Problem(http, StatusCodes.Status400BadRequest, error!);
            return;
        }

        // 2: The failure that was asked for.
        var plan = fail.Next(request.IdempotencyKey);
        if (plan.Delay > TimeSpan.Zero)
            await Task.Delay(plan.Delay, clock, leave);
        if (plan.Failure is not null)
        {
            await Fail(http, request, plan, leave);
            return;
        }

        // 3: What a real hub would refuse.
        if (!request.DigestOk)
        {
            await Reject(http, request, Unprocessable, "Content-Digest and Handoff-Payload-SHA256 are not both those of the body", retryable: true);
            return;
        }

        if (request.Leg != ExpectedLeg)
        {
            await Reject(http, request, Unprocessable, $"this hub takes {ExpectedLeg}, not {request.Leg}", retryable: false);
            return;
        }

        // 4: Taken once, whatever happens to the answer.
        var (taking, kept) = await packages.Take(request, ReceiptPrefix, clock.GetUtcNow(), leave);
        if (taking == Taking.Conflict)
        {
            await Reject(http, request, StatusCodes.Status409Conflict, $"{request.IdempotencyKey} came before with other bytes", retryable: false);
            return;
        }

        await Confirm(http, request, taking, kept, plan.Flaw);
    }

    private async Task Fail(HttpContext http, StandInRequest request, FailPlan plan, CancellationToken leave)
    {
        switch (plan.Failure)
        {
            case FailRule.Status status:
                Log(request, $"HTTP {status.Code}");
                if (plan.RetryAfter is { } delay)
                    http.Response.Headers.RetryAfter = $"{Math.Ceiling(delay.TotalSeconds):0}";
                await Answers.Problem(http, status.Code, "This hub was told to fail.");
                break;
            case FailRule.Reject reject:
                await Reject(http, request, Unprocessable, "this hub was told to reject", reject.Retryable);
                break;
            case FailRule.Timeout:
                Log(request, "none");
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, leave);
                break;
            default:
                Log(request, "cut");
                http.Abort();
                break;
        }
    }

    private Task Reject(HttpContext http, StandInRequest request, int status, string reason, bool retryable)
    {
        Log(request, "rejected");
        var receipt = new StandInReceipt(request, "rejected", request.ActualSha256, name, clock.GetUtcNow())
        {
            Reason = reason,
            Retryable = retryable,
        };
        return Answers.Json(http, status, receipt.Write);
    }

    private async Task Confirm(HttpContext http, StandInRequest request, Taking taking, KeptPackage kept, FailRule? flaw)
    {
        var disposition = taking == Taking.Accepted ? "accepted" : "duplicate";
        var receipt = new StandInReceipt(request, disposition, kept.PayloadSha256, name, kept.ReceivedAt)
        {
            ReceiptId = kept.ReceiptId,
            LedgerHeadSeen = CarriedHead.In(kept.Payload),
        };
        switch (flaw)
        {
            case FailRule.LostAnswer when taking == Taking.Accepted:
                Log(request, $"{disposition} (lost-answer)");
                http.Abort();
                break;
            case FailRule.NoReceipt:
                Log(request, $"{disposition} (no-receipt)");
                await Answers.Json(http, StatusCodes.Status200OK, WriteNothing);
                break;
            case FailRule.BadDigest:
                Log(request, $"{disposition} (bad-digest)");
                await Answers.Json(http, StatusCodes.Status200OK, (receipt with { PayloadSha256 = AnotherDigest }).Write);
                break;
            case FailRule.BadHead when receipt.LedgerHeadSeen is { } head:
                Log(request, $"{disposition} (bad-head)");
                await Answers.Json(http, StatusCodes.Status200OK, (receipt with { LedgerHeadSeen = head with { Root = CarriedHead.AnotherRoot } }).Write);
                break;
            default:
                Log(request, disposition);
                await Answers.Json(http, StatusCodes.Status200OK, receipt.Write);
                break;
        }
    }

    // Before the answer leaves: whoever has the answer finds the request in the log.
    private void Log(StandInRequest request, string answer) => log.Add(new ReceivedRequest(
        request.IdempotencyKey, request.TransferId, request.Leg, request.Attempt,
        request.ActualSha256, request.DigestOk, answer, clock.GetUtcNow()));

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
