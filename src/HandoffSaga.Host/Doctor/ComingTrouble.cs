using HandoffSaga.Health;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Doctor;

/// <summary>What the doctor warns about and a running service can tell without effort, looked at every few minutes.</summary>
internal sealed class ComingTrouble(HandoffSettings settings, TimeProvider clock) : IHealthSource
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private volatile Looked? _last;

    public string Name => "doctor";

    public async ValueTask<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken)
    {
        if (_last is { } last && clock.GetElapsedTime(last.At) < Fresh)
            return last.Found;
        var found = await Find(cancellationToken);
        _last = new Looked(clock.GetTimestamp(), found);
        return found;
    }

    private async Task<IReadOnlyList<HealthCheck>> Find(CancellationToken cancellationToken)
    {
        IReadOnlyList<Finding>[] found =
        [
            await DiskCheck.Look(settings, clock, cancellationToken),
            await ExpiryCheck.Look(settings, clock, cancellationToken),
            BackupAgeCheck.Look(settings, clock),
        ];
        return
        [
            .. from finding in found.SelectMany(all => all)
            where finding.Verdict != Verdict.Ok
            select HealthCheck.Warning(finding.Check, finding.Detail, finding.WhatToDo),
        ];
    }

    private sealed record Looked(long At, IReadOnlyList<HealthCheck> Found);
}
