using System.Globalization;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using HandoffSaga.Settings;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Transfers;

/// <summary>Logs each failed delivery in one line: which transfer, leg and attempt, why, and what follows.</summary>
internal sealed partial class DeliveryFailureLog(ILogger<DeliveryFailureLog> logger)
{
    // An event that runs again after a conflict is not logged again.
    private readonly BoundedCache<(string, Destination, int), bool> _logged = new(1000);

    public void Write(string transferId, Destination leg, AttemptReport report, string whatFollows)
    {
        if (_logged.TryGet((transferId, leg, report.Attempt), out _))
            return;
        _logged.Set((transferId, leg, report.Attempt), true);
        Failed(transferId, leg.WireName(), report.Attempt, report.ErrorCode ?? report.Outcome, report.Error ?? report.Outcome, whatFollows);
    }

    /// <summary>What follows a failed attempt, in words.</summary>
    public static string After(RedeliveryDecision decision, bool escalated) =>
        decision switch
        {
            RedeliveryDecision.Redeliver(var delay) => $"the next attempt is in {Rounded(delay)}",
            RedeliveryDecision.Escalate(null) => "escalated: it waits for \"handoff redeliver\"",
            RedeliveryDecision.Escalate({ } slow) when escalated => $"still escalated: the next attempt is in {Rounded(slow)}",
            RedeliveryDecision.Escalate({ } slow) => $"escalated: the next attempt is in {Rounded(slow)}",
            _ => throw new System.Diagnostics.UnreachableException($"Unexpected case: {decision}"),
        };

    private static string Rounded(TimeSpan wait) =>
        wait < TimeSpan.FromSeconds(1) ? Duration.Format(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)))
        : wait < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{wait.TotalMinutes:0}m");

    [LoggerMessage(490, LogLevel.Warning, "{TransferId}: {Leg} attempt {Attempt} failed: {ErrorCode}: {Error}; {WhatFollows}")]
    private partial void Failed(string transferId, string leg, int attempt, string errorCode, string error, string whatFollows);
}
