using HandoffSaga.Health;
using HandoffSaga.LedgerLog.Witnessing;

namespace HandoffSaga.LedgerLog;

/// <summary>The health of the ledger and of its witness. Transfers continue without either, so both only warn.</summary>
internal sealed class LedgerHealth(LedgerLogService log, CheckpointCosigner witness) : IHealthSource
{
    public string Name => "ledger";

    public ValueTask<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HealthCheck>>([
            OfLedger(log.IsHalted),
            .. witness.Name is { } name ? [OfWitness(name, witness.Problem)] : Array.Empty<HealthCheck>(),
        ]);

    // The reason is only in the log, since it has file paths and this answer is public.
    public static HealthCheck OfLedger(bool halted) =>
        halted
            ? HealthCheck.Warning(
                "ledger",
                "HALTED: nothing is signed until an operator resolves it; transfers continue",
                "Read the reason in the service's log, then follow deploy/BACKUP.md (the ledger is halted)."
            )
            : HealthCheck.Good("ledger");

    public static HealthCheck OfWitness(string name, string? problem) =>
        problem is null
            ? HealthCheck.Good($"witness ({name})")
            : HealthCheck.Warning(
                $"witness ({name})",
                problem,
                "Check the witness, and Ledger:Witness; the ledger is published without it."
            );
}
