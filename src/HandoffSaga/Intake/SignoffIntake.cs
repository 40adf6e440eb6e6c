using System.Diagnostics;
using HandoffSaga.Authorization;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Messages;
using HandoffSaga.Rejections;
using HandoffSaga.Signoffs;
using HandoffSaga.Signoffs.Bodies;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Intake;

/// <summary>The intake of every entrance: it parses and checks a signoff, passes it to the saga, and answers after it is on disk.</summary>
internal sealed partial class SignoffIntake(
    IntakeOptions limits,
    SignoffAuthorization authorization,
    ISagaDispatcher saga,
    IRowReader rows,
    RejectionThrottle throttle,
    RejectionLog rejections,
    ILogger<SignoffIntake> logger
) : ISignoffIntake
{
    public async Task<IntakeResult> Accept(
        ReadOnlyMemory<byte> body,
        string source,
        string? contentType,
        CancellationToken cancellationToken
    )
    {
        using var activity = Telemetry.Source.StartActivity("handoff.intake", ActivityKind.Consumer);
        try
        {
            return SignoffBody.Parse(body, contentType, limits) switch
            {
                SignoffParse.Parsed(var signoff) => await Judge(signoff, body, source, cancellationToken),
                SignoffParse.Rejected(var problem) => await Reject(problem, body, source, cancellationToken),
                var other => throw new UnreachableException($"Unexpected case: {other}"),
            };
        }
        catch (StoreUnavailableException unavailable)
        {
            LogStoreUnavailable(unavailable.Message);
            return new IntakeResult.Unavailable("The store is unavailable. The signoff was not accepted; send it again later.");
        }
    }

    public async Task<IntakeResult> RejectTooLarge(ReadOnlyMemory<byte> beginning, string source, CancellationToken cancellationToken)
    {
        try
        {
            return await Reject(SignoffProblems.TooLarge(limits.MaxBytes), beginning, source, cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogStoreUnavailable(unavailable.Message);
            return new IntakeResult.Unavailable("The store is unavailable. The signoff was not accepted.");
        }
    }

    private async Task<IntakeResult> Judge(
        Signoff signoff,
        ReadOnlyMemory<byte> received,
        string source,
        CancellationToken cancellationToken
    ) =>
        await authorization.Judge(signoff, cancellationToken) switch
        {
            AuthorizationDecision.Granted(var authorized) => await HandOver(authorized, received, source, cancellationToken),
            AuthorizationDecision.Incomplete(var authorized, _) when await IsKnown(signoff, cancellationToken) => await HandOver(
                authorized,
                received,
                source,
                cancellationToken
            ),
            AuthorizationDecision.Incomplete(_, var problem) => await Reject(problem, received, source, cancellationToken),
            AuthorizationDecision.Rejected(var problem) => await Reject(problem, received, source, cancellationToken),
            AuthorizationDecision.Undecided(var detail) => new IntakeResult.Unavailable(detail),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };

    private async Task<bool> IsKnown(Signoff signoff, CancellationToken cancellationToken) =>
        await rows.Find(Tables.TransferKnown, [TransferKey.For(signoff.PackageId)], cancellationToken) is not null;

    private async Task<IntakeResult> HandOver(
        AuthorizedSignoff authorized,
        ReadOnlyMemory<byte> received,
        string source,
        CancellationToken cancellationToken
    )
    {
        var signoff = authorized.Signoff;
        var context = new IntakeContext(authorized, source, received);
        var message = new GuardianSignoffComplete
        {
            PackageId = signoff.PackageId,
            ClientPoId = signoff.ClientPoId,
            TestId = signoff.TestId,
        };
        try
        {
            await saga.Dispatch(message, cancellationToken, context);
        }
        finally
        {
            if (context.Rejection is { } rejection)
                throttle.Written(rejection);
        }

        return context.Verdict switch
        {
            IntakeVerdict.Accepted => new IntakeResult.Accepted(signoff.PackageId),
            IntakeVerdict.Duplicate => new IntakeResult.Duplicate(signoff.PackageId),
            IntakeVerdict.Conflict => new IntakeResult.Conflict(
                $"{signoff.PackageId} was accepted before with other content. Send the corrected signoff under a new package_id."
            ),
            _ => throw new UnreachableException("The saga returned without a verdict on a signoff."),
        };
    }

    private async Task<IntakeResult> Reject(
        SignoffProblem problem,
        ReadOnlyMemory<byte> received,
        string source,
        CancellationToken cancellationToken
    )
    {
        var rejection = throttle.Admit(problem.Reason, source, problem.PackageId, $"{problem.Title}: {problem.Detail}", received);
        try
        {
            await rejections.Write(rejection, cancellationToken);
        }
        finally
        {
            throttle.Written(rejection);
        }

        return new IntakeResult.Rejected(problem);
    }

    [LoggerMessage(552, LogLevel.Error, "A signoff could not be processed: {Message}")]
    private partial void LogStoreUnavailable(string message);
}
