using System.Security.Cryptography;
using HandoffSaga.Alerts;
using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.Messages;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Intake.Refusals;

/// <summary>Writes down what was refused: the signoff itself for inspection, and, as far as it is told, a ledger entry and an alert.</summary>
internal sealed partial class RefusalBook(IUnitsOfWork units, TransferLedger ledger, AlertRaiser alerts, ILogger<RefusalBook> logger)
{
    private const int KeptBytes = 64 * 1024;

    /// <summary>Returns when it is on disk.</summary>
    public async Task Write(Refusal refusal, CancellationToken cancellationToken)
    {
        await units.Run(unit => Add(unit, refusal, cancellationToken), cancellationToken);
        if (refusal.IsTold)
            LogRefused(refusal.Source, refusal.Reason, refusal.Detail);
    }

    /// <summary>One entry and one alert for all that was counted; returns when they are on disk.</summary>
    public async Task Write(RefusalSum sum, CancellationToken cancellationToken)
    {
        var text = $"{sum.Count} more signoffs were refused between {Time(sum.FirstAt)} and {Time(sum.LastAt)}, too many to be entered one by one";
        var metadata = new CanonicalObjectBuilder()
            .Add("rejection_count", sum.Count)
            .Add("first_at", sum.FirstAt)
            .Add("last_at", sum.LastAt)
            .Add("reasons", ReasonsOf(sum))
            .Build();
        await units.Run(
            unit =>
            {
                ledger.RecordRefusal(unit, null, new(LedgerActions.RejectAuthorization, text) { EventId = sum.LastId, Metadata = metadata });
                return alerts.Raise(unit, AlertKinds.SignoffRejected, AlertSeverities.High, null, text, cancellationToken);
            },
            cancellationToken);
        LogSum(text, metadata.ToString());
    }

    /// <summary>The row for inspection: 64 KiB of what came at most, and the digest of the whole.</summary>
    public static Row Row(Refusal refusal) => Tables.Rejected.Row(
        refusal.Id,
        refusal.PackageId,
        refusal.Source,
        refusal.Reason,
        refusal.Detail,
        refusal.Received.Span[..Math.Min(refusal.Received.Length, KeptBytes)].ToArray(),
        (long)refusal.Received.Length,
        Convert.ToHexStringLower(SHA256.HashData(refusal.Received.Span)),
        refusal.At);

    private Task Add(IUnitOfWorkSession unit, Refusal refusal, CancellationToken cancellationToken)
    {
        unit.Add(Row(refusal));
        if (!refusal.IsTold)
            return Task.CompletedTask;

        ledger.RecordRefusal(unit, refusal.PackageId, new(LedgerActions.RejectAuthorization, refusal.Detail)
        {
            EventId = refusal.Id,
            Metadata = new CanonicalObjectBuilder().Add("rejection_id", refusal.Id).Add("reason", refusal.Reason).Add("source", refusal.Source).Build(),
        });
        return alerts.Raise(unit, AlertKinds.SignoffRejected, AlertSeverities.Warning, refusal.PackageId, refusal.Detail, cancellationToken);
    }

    private static CanonicalObject ReasonsOf(RefusalSum sum)
    {
        var reasons = new CanonicalObjectBuilder();
        foreach (var (reason, count) in sum.ByReason)
            reasons.Add(reason, count);
        return reasons.Build();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    [LoggerMessage(LogLevel.Warning, "A signoff from {Source} was refused ({Reason}): {Detail}")]
    private partial void LogRefused(string source, string reason, string detail);

    [LoggerMessage(LogLevel.Warning, "{Text}: {Metadata}")]
    private partial void LogSum(string text, string metadata);
}
