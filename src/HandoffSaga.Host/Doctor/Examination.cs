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
        (string Name, Func<Task<IReadOnlyList<Finding>>> Look)[] checks =
        [
            ("permissions", () => Done(PermissionsCheck.Look(settings))),
            ("disk", () => DiskCheck.Look(settings, clock, cancellationToken)),
            ("contracts", () => ContractsCheck.Look(settings, cancellationToken)),
            ("expiry", () => ExpiryCheck.Look(settings, clock, cancellationToken)),
            ("token", () => TokenCheck.Look(settings, cancellationToken)),
            ("database", () => DatabaseCheck.Look(settings, clock, cancellationToken)),
            ("clock", () => ClockCheck.Look(settings, clock, cancellationToken)),
            ("ledger", () => LedgerCheck.Look(settings, cancellationToken)),
            ("backup", () => Done(BackupAgeCheck.Look(settings, clock))),
            ("broker", () => BrokerCheck.Look(settings, clock, cancellationToken)),
            ("hub", () => AddressCheck.Look(settings, clock, cancellationToken)),
        ];
        foreach (var (name, look) in checks)
        {
            foreach (var found in await Found(name, look, cancellationToken))
                yield return found;
        }
    }

    /// <summary>A check that breaks has failed, and hides no other.</summary>
    private static async Task<IReadOnlyList<Finding>> Found(
        string name,
        Func<Task<IReadOnlyList<Finding>>> look,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await look();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return
            [
                Finding.Failed(name, $"it could not be checked: {failure.Message}", "Run the doctor as a user who may read it (sudo)."),
            ];
        }
    }

    private static Task<IReadOnlyList<Finding>> Done(IReadOnlyList<Finding> found) => Task.FromResult(found);
}
