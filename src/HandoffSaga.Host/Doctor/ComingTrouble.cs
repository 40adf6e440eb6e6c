using HandoffSaga.Health;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Doctor;

/// <summary>What the doctor warns about and a running service can tell without effort, looked at every few minutes.</summary>
internal sealed class ComingTrouble(HandoffSettings settings, TimeProvider clock) : IHealthSource
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // What is not known within this moment is shown as it was last found.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private volatile Looked? _last;
    private Task<Looked>? _looking;

    public string Name => "doctor";

    public async ValueTask<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken)
    {
        var last = _last;
        if (last is not null && clock.GetElapsedTime(last.At) < Fresh)
            return last.Found;
        var looking = Look();
        if (last is null)
            return (await looking.WaitAsync(cancellationToken)).Found;
        await Task.WhenAny(looking, Task.Delay(Moment, clock, cancellationToken));
        return looking.IsCompleted ? (await looking).Found : last.Found;
    }

    /// <summary>One look at a time, on a thread of its own: counting in a large store and a share that hangs keep no probe waiting.</summary>
    private Task<Looked> Look()
    {
        lock (_gate)
        {
            if (_looking is null or { IsCompleted: true })
                _looking = Task.Run(Once);
            return _looking;
        }

        async Task<Looked> Once() => _last = new Looked(clock.GetTimestamp(), await Find(CancellationToken.None));
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
