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

/// <summary>
/// The one door: every signoff, whichever way it came, is parsed, checked and handed to the saga here, and answered after it is on disk.
/// </summary>
internal sealed partial class SignoffIntake(
    IntakeOptions limits,
    SignoffAuthorization authorization,
    ISagaDispatcher saga,
    IRowReader rows,
    RejectionThrottle pace,
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
                SignoffParse.Rejected(var problem) => await Refuse(problem, body, source, cancellationToken),
                var other => throw new UnreachableException($"Unexpected case: {other}"),
            };
        }
        catch (StoreUnavailableException unavailable)
        {
            LogStoreUnavailable(unavailable.Message);
            return new IntakeResult.Unavailable("The store cannot be written now. Nothing was accepted; send it again.");
        }
    }

    public async Task<IntakeResult> RejectTooLarge(ReadOnlyMemory<byte> beginning, string source, CancellationToken cancellationToken)
    {
        try
        {
            return await Refuse(SignoffProblems.TooLarge(limits.MaxBytes), beginning, source, cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogStoreUnavailable(unavailable.Message);
            return new IntakeResult.Unavailable("The store cannot be written now. Nothing was accepted.");
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
            AuthorizationDecision.Incomplete(_, var problem) => await Refuse(problem, received, source, cancellationToken),
            AuthorizationDecision.Rejected(var problem) => await Refuse(problem, received, source, cancellationToken),
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
        var ticket = new IntakeContext(authorized, source, received);
        var message = new GuardianSignoffComplete
        {
            PackageId = signoff.PackageId,
            ClientPoId = signoff.ClientPoId,
            TestId = signoff.TestId,
        };
        try
        {
            await saga.Dispatch(message, cancellationToken, ticket);
        }
        finally
        {
            if (ticket.Rejection is { } rejection)
                pace.Written(rejection);
        }

        return ticket.Verdict switch
        {
            IntakeVerdict.Accepted => new IntakeResult.Accepted(signoff.PackageId),
            IntakeVerdict.Duplicate => new IntakeResult.Duplicate(signoff.PackageId),
            IntakeVerdict.Conflict => new IntakeResult.Conflict(
                $"{signoff.PackageId} was accepted before with other content. Send the corrected signoff under a new package_id."
            ),
            _ => throw new UnreachableException("The saga returned without a verdict on a signoff."),
        };
    }

    private async Task<IntakeResult> Refuse(
        SignoffProblem problem,
        ReadOnlyMemory<byte> received,
        string source,
        CancellationToken cancellationToken
    )
    {
        var rejection = pace.Admit(problem.Reason, source, problem.PackageId, $"{problem.Title}: {problem.Detail}", received);
        try
        {
            await rejections.Write(rejection, cancellationToken);
        }
        finally
        {
            pace.Written(rejection);
        }

        return new IntakeResult.Rejected(problem);
    }

    [LoggerMessage(552, LogLevel.Error, "A signoff could not be taken: {Message}")]
    private partial void LogStoreUnavailable(string message);
}
