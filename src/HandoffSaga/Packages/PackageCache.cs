namespace HandoffSaga.Packages;

/// <summary>
/// The packages that were just built here, for their first attempt, which mostly follows at once and here: it needs no read then. Every later one reads the
/// store. They are known by their digest, so that what is taken from here is what the store holds, whatever became of the unit of work it was built in.
/// </summary>
/// <param name="mostBytes">The oldest go when more than this is kept.</param>
internal sealed class PackageCache(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Package>> _packages = new(StringComparer.Ordinal);
    private readonly LinkedList<Package> _oldestFirst = new();
    private long _bytes;

    public void Keep(string sha256, byte[] payload)
    {
        lock (_gate)
        {
            if (_packages.ContainsKey(sha256))
                return;
            _packages.Add(sha256, _oldestFirst.AddLast(new Package(sha256, payload)));
            _bytes += payload.Length;
            while (_bytes > mostBytes)
                Remove(_oldestFirst.First!);
        }
    }

    /// <summary>The package with this digest, once; null when it is not here.</summary>
    public byte[]? Take(string sha256)
    {
        lock (_gate)
        {
            if (!_packages.TryGetValue(sha256, out var package))
                return null;
            Remove(package);
            return package.Value.Payload;
        }
    }

    private void Remove(LinkedListNode<Package> package)
    {
        _oldestFirst.Remove(package);
        _packages.Remove(package.Value.Sha256);
        _bytes -= package.Value.Payload.Length;
    }

    private sealed record Package(string Sha256, byte[] Payload);
}
