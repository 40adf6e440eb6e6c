using System.Diagnostics;
using HandoffSaga.Alerts;
using HandoffSaga.Authorization;
using HandoffSaga.Durability;
using HandoffSaga.Intake.Bodies;
using HandoffSaga.Ledger;
using HandoffSaga.Messages;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Intake;

/// <summary>The one door: every signoff, whichever way it came, is parsed, checked and handed to the saga here, and answered after it is on disk.</summary>
internal sealed partial class SignoffDoor(
    IntakeLimits limits,
    ISagaDispatcher saga,
    IUnitsOfWork units,
    TransferLedger ledger,
    AlertRaiser alerts,
    TimeProvider clock,
    ILogger<SignoffDoor> logger) : ISignoffDoor
{
    public async Task<IntakeResult> Accept(ReadOnlyMemory<byte> body, string source, string? contentType, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Source.StartActivity("handoff.intake", ActivityKind.Consumer);
        try
        {
            return SignoffBody.Parse(body, contentType, limits) switch
            {
                SignoffParse.Parsed(var signoff) => await HandOver(signoff, body, source, cancellationToken),
                SignoffParse.Refused(var problem) => await Refuse(problem, body, source, cancellationToken),
                var other => throw new UnreachableException($"Nothing is known of {other}."),
            };
        }
        catch (StoreUnavailableException unavailable)
        {
            LogStoreUnavailable(unavailable.Message);
            return new IntakeResult.Unavailable("The store cannot be written now. Nothing was accepted; send it again.");
        }
    }

    private async Task<IntakeResult> HandOver(Signoff signoff, ReadOnlyMemory<byte> received, string source, CancellationToken cancellationToken)
    {
        var ticket = new IntakeTicket(new AuthorizedSignoff(signoff, GuardianVerdict.PresenceOnly), source, received);
        var message = new GuardianSignoffComplete { PackageId = signoff.PackageId, ClientPoId = signoff.ClientPoId, TestId = signoff.TestId };
        await saga.Dispatch(message, cancellationToken, ticket);
        return ticket.Verdict switch
        {
            IntakeVerdict.Accepted => new IntakeResult.Accepted(signoff.PackageId),
            IntakeVerdict.Duplicate => new IntakeResult.Duplicate(signoff.PackageId),
            IntakeVerdict.Conflict => new IntakeResult.Conflict(
                signoff.PackageId, $"{signoff.PackageId} was accepted before with other content. Send the corrected signoff under a new package_id."),
            _ => throw new UnreachableException("The saga returned without a verdict on a signoff."),
        };
    }

    private async Task<IntakeResult> Refuse(SignoffProblem problem, ReadOnlyMemory<byte> received, string source, CancellationToken cancellationToken)
    {
        var view = SignoffProblemView.Of(problem);
        var summary = $"{problem.Title}: {problem.Detail}";
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await units.Run(
            unit =>
            {
                unit.Add(RefusalRecord.For(id, received, source, problem.PackageId, RefusalRecord.Reason(problem.Kind), summary, now));
                ledger.RecordRefusal(unit, problem.PackageId, new(LedgerActions.RejectAuthorization, summary)
                {
                    Metadata = new CanonicalObjectBuilder().Add("rejection_id", id).Add("reason", RefusalRecord.Reason(problem.Kind)).Add("source", source).Build(),
                });
                return alerts.Raise(unit, AlertKinds.SignoffRejected, AlertSeverities.Warning, problem.PackageId, summary, cancellationToken);
            },
            cancellationToken);
        LogRefused(source, problem.Kind, summary);
        return new IntakeResult.Refused(view);
    }

    [LoggerMessage(LogLevel.Warning, "A signoff from {Source} was refused ({Kind}): {Summary}")]
    private partial void LogRefused(string source, SignoffRefusal kind, string summary);

    [LoggerMessage(LogLevel.Error, "A signoff could not be taken: {Message}")]
    private partial void LogStoreUnavailable(string message);
}
