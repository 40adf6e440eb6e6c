using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Messages;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Alerts;

/// <summary>
/// Raises alerts through the outbox of the event that caused them: an alert leaves if and only if that event is committed.
/// </summary>
internal sealed class AlertRaiser(AlertOptions targets, NodeIdentity node, TimeProvider clock, ILogger<AlertRaiser> logger) : IDisposable
{
    private readonly AlertLines _lines = new(clock, logger);

    /// <summary>An alert about a transfer, and about one of its legs where the subject names one.</summary>
    public async Task Raise(ConsumeContext context, string type, string severity, AlertSubject subject, string detail)
    {
        var alert = New(type, severity, detail) with
        {
            PackageId = subject.PackageId,
            TransferId = subject.TransferId,
            Destination = subject.Destination,
            RetryCount = subject.RetryCount,
            LastError = subject.LastError,
        };
        // Logged too, for a station without alert receivers. An event that runs again after a conflict logs it again.
        _lines.Write(severity, type, subject.TransferId, alert.Destination ?? "transfer", detail);
        Announce(context.UnitOfWork(), alert);
        foreach (var delivery in AlertFanout.To(targets, alert))
        {
            await context.Publish(delivery, context.CancellationToken);
        }
    }

    /// <summary>An alert about a signoff that never became a transfer.</summary>
    public async Task Raise(
        IUnitOfWorkSession unit,
        string type,
        string severity,
        string? packageId,
        string detail,
        CancellationToken cancellationToken
    )
    {
        var alert = New(type, severity, detail) with { PackageId = packageId };
        Announce(unit, alert);
        foreach (var delivery in AlertFanout.To(targets, alert))
        {
            await unit.Publish(delivery, cancellationToken);
        }
    }

    public void Dispose() => _lines.Dispose();

    private void Announce(IUnitOfWork unit, TransferAlert alert)
    {
        if (targets.Broker)
        {
            unit.Announce(AlertExchange.Publication(alert));
        }
    }

    private TransferAlert New(string type, string severity, string detail) =>
        new()
        {
            AlertType = type,
            Severity = severity,
            NodeId = node.NodeId,
            Timestamp = clock.GetUtcNow(),
            Detail = detail,
        };
}
