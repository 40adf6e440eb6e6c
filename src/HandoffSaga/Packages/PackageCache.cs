using HandoffSaga.Durability;

namespace HandoffSaga.Packages;

/// <summary>
/// The packages that were just built here, for their first attempt, which mostly follows at once and here: it needs no read then. Every
/// later one reads the store. They are known by their digest, so that what is taken from here is what the store holds, whatever became of
/// the unit of work it was built in.
/// </summary>
/// <param name="mostBytes">The oldest go when more than this is kept.</param>
internal sealed class PackageCache(long mostBytes)
{
    private readonly BoundedCache<string, byte[]> _packages = new(mostBytes, payload => payload.Length);

    public void Keep(string sha256, byte[] payload) => _packages.Set(sha256, payload);

    /// <summary>The package with this digest, once; null when it is not here.</summary>
    public byte[]? Take(string sha256) => _packages.TryRemove(sha256, out var payload) ? payload : null;
}
