using HandoffSaga.Durability;

namespace HandoffSaga.Packages;

/// <summary>
/// Caches packages that were just built, because the first attempt mostly follows at once in the same process and then needs no read. Later
/// attempts read the store. The digest is the key, so that a cached package equals the stored one even if the unit of work that built it
/// was rolled back.
/// </summary>
/// <param name="mostBytes">The capacity; beyond it the oldest are dropped.</param>
internal sealed class PackageCache(long mostBytes)
{
    private readonly BoundedCache<string, byte[]> _packages = new(mostBytes, payload => payload.Length);

    public void Keep(string sha256, byte[] payload) => _packages.Set(sha256, payload);

    /// <summary>Removes and returns the package with this digest; null when it is not cached.</summary>
    public byte[]? Take(string sha256) => _packages.TryRemove(sha256, out var payload) ? payload : null;
}
