namespace HandoffSaga.Health;

/// <summary>All parts that report their health. One that fails, or takes too long, is a warning of its own and hides no other.</summary>
internal sealed class HealthSources(IEnumerable<IHealthSource> sources, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IHealthSource> _sources = [.. sources];

    /// <summary>Every check, in the order of registration.</summary>
    public async Task<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(_sources.Select(source => Check(source, cancellationToken)));
        return [.. checks.SelectMany(found => found)];
    }

    private async Task<IReadOnlyList<HealthCheck>> Check(IHealthSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.Check(cancellationToken).AsTask().WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return [HealthCheck.Warning(source.Name, $"no answer within {Patience.TotalSeconds} s", null)];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The type alone: a message may have paths, and this answer is public.
            return [HealthCheck.Warning(source.Name, $"it could not be checked ({e.GetType().Name})", "Read the service's log.")];
        }
    }
}
