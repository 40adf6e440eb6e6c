using System.Security.Cryptography;
using HandoffSaga.Alerts;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Messages;
using HandoffSaga.Storage;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Rejections;

/// <summary>
/// Records rejections: the signoff itself for inspection, and a ledger entry and an alert if it is reported individually.
/// </summary>
internal sealed partial class RejectionLog(IUnitsOfWork units, LedgerRecorder ledger, AlertRaiser alerts, ILogger<RejectionLog> logger)
{
    private const int KeptBytes = 64 * 1024;

    /// <summary>Returns when it is on disk.</summary>
    public async Task Write(Rejection rejection, CancellationToken cancellationToken)
    {
        await units.Run(unit => Add(unit, rejection, cancellationToken), cancellationToken);
        if (rejection.IsReportedAlone)
            LogRejected(rejection.Source, rejection.Reason, rejection.Detail);
    }

    /// <summary>Writes one entry and one alert for a summary; returns when they are on disk, also if another process was faster.</summary>
    public async Task Write(RejectionSummary summary, CancellationToken cancellationToken)
    {
        var text =
            $"{summary.Count} more signoffs were rejected between {Time(summary.FirstAt)} and {Time(summary.LastAt)}, too many to be recorded one by one";
        var metadata = new CanonicalObjectBuilder()
            .Add("rejection_count", summary.Count)
            .Add("first_at", summary.FirstAt)
            .Add("last_at", summary.LastAt)
            .Add("reasons", ReasonsOf(summary))
            .Build();
        try
        {
            await units.Run(
                unit =>
                {
                    ledger.RecordRejection(
                        unit,
                        null,
                        new(LedgerActions.RejectAuthorization, text) { EventId = summary.Id, Metadata = metadata }
                    );
                    return alerts.Raise(unit, AlertKinds.SignoffRejected, AlertSeverities.High, null, text, cancellationToken);
                },
                cancellationToken
            );
        }
        catch (UnitOfWorkConflictException)
        {
            return;
        }

        LogSummary(text, metadata.ToString());
    }

    /// <summary>The row for inspection: at most 64 KiB of the received bytes, and the digest of all of them.</summary>
    public static Row Row(Rejection rejection) =>
        Tables.Rejected.Row(
            rejection.Id,
            rejection.PackageId,
            rejection.Source,
            rejection.Reason,
            rejection.Detail,
            rejection.Received.Span[..Math.Min(rejection.Received.Length, KeptBytes)].ToArray(),
            (long)rejection.Received.Length,
            Convert.ToHexStringLower(SHA256.HashData(rejection.Received.Span)),
            rejection.At,
            rejection.Summary?.Id,
            rejection.Summary?.ToJson()
        );

    private Task Add(IUnitOfWorkSession unit, Rejection rejection, CancellationToken cancellationToken)
    {
        unit.Add(Row(rejection));
        if (!rejection.IsReportedAlone)
            return Task.CompletedTask;

        ledger.RecordRejection(
            unit,
            rejection.PackageId,
            new(LedgerActions.RejectAuthorization, rejection.Detail)
            {
                EventId = rejection.Id,
                Metadata = new CanonicalObjectBuilder()
                    .Add("rejection_id", rejection.Id)
                    .Add("reason", rejection.Reason)
                    .Add("source", rejection.Source)
                    .Build(),
            }
        );
        return alerts.Raise(
            unit,
            AlertKinds.SignoffRejected,
            AlertSeverities.Warning,
            rejection.PackageId,
            rejection.Detail,
            cancellationToken
        );
    }

    private static CanonicalObject ReasonsOf(RejectionSummary summary)
    {
        var reasons = new CanonicalObjectBuilder();
        foreach (var (reason, count) in summary.Reasons)
            reasons.Add(reason, count);
        return reasons.Build();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    [LoggerMessage(561, LogLevel.Warning, "A signoff from {Source} was rejected ({Reason}): {Detail}")]
    private partial void LogRejected(string source, string reason, string detail);

    [LoggerMessage(562, LogLevel.Warning, "{Text}: {Metadata}")]
    private partial void LogSummary(string text, string metadata);
}
