using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Doctor;

/// <summary>All checks, in the order of what depends on what. They read; none of them writes.</summary>
internal static class Examination
{
    /// <summary>What each check found, as it is found.</summary>
    /// <param name="reading">The settings, and what is wrong with them.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<Finding> Run(
        SettingsReading reading,
        TimeProvider clock,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var found in SettingsCheck.Look(reading))
            yield return found;
        if (reading.Settings is not { } settings)
            yield break;
        Func<Task<IReadOnlyList<Finding>>>[] checks =
        [
            () => Done(PermissionsCheck.Look(settings)),
            () => DiskCheck.Look(settings, clock, cancellationToken),
            () => ContractsCheck.Look(settings, cancellationToken),
            () => ExpiryCheck.Look(settings, clock, cancellationToken),
            () => DatabaseCheck.Look(settings, clock, cancellationToken),
            () => ClockCheck.Look(settings, clock, cancellationToken),
            () => LedgerCheck.Look(settings, cancellationToken),
            () => Done(BackupAgeCheck.Look(settings, clock)),
            () => BrokerCheck.Look(settings, clock, cancellationToken),
            () => AddressCheck.Look(settings, clock, cancellationToken),
        ];
        foreach (var check in checks)
        {
            foreach (var found in await check())
                yield return found;
        }
    }

    private static Task<IReadOnlyList<Finding>> Done(IReadOnlyList<Finding> found) => Task.FromResult(found);
}
