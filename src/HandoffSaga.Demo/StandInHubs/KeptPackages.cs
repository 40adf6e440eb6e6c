using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

internal enum Taking
{
    Accepted,
    Duplicate,

    /// <summary>The key came before, with other bytes.</summary>
    Conflict,
}

/// <summary>The packages of a stand-in hub, each idempotency key once.</summary>
internal sealed class KeptPackages : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeptPackage> _byKey = new(StringComparer.Ordinal);
    private readonly string? _folder;
    private long _lastSequence;

    private KeptPackages(string? folder) => _folder = folder;

    /// <summary>Opens <paramref name="folder"/> with the packages of earlier runs; memory only where it is null.</summary>
    /// <exception cref="InvalidDataException">A <c>.json</c> file in the folder is not one of a stand-in hub.</exception>
    public static async Task<KeptPackages> Open(string? folder, CancellationToken cancellationToken)
    {
        var packages = new KeptPackages(folder);
        if (folder is null)
            return packages;

        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            packages.Add(Parse(file, bytes));
        }

        return packages;
    }

    /// <summary>All of it, in the order it came.</summary>
    public IReadOnlyList<KeptPackage> All
    {
        get
        {
            lock (_lock)
                return [.. _byKey.Values.OrderBy(package => package.Sequence)];
        }
    }

    /// <summary>Takes a package unless its key was taken before. A new one is on disk when this returns.</summary>
    public async Task<(Taking Taking, KeptPackage Kept)> Take(
        StandInRequest request,
        string receiptPrefix,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (Find(request.IdempotencyKey) is { } known)
                return (known.PayloadSha256 == request.ActualSha256 ? Taking.Duplicate : Taking.Conflict, known);

            var sequence = _lastSequence + 1;
            var package = new KeptPackage(
                sequence,
                request.IdempotencyKey,
                request.TransferId,
                request.Leg,
                request.Attempt,
                $"{receiptPrefix}-{sequence:D5}",
                now,
                request.ActualSha256,
                request.Body
            );
            if (_folder is not null)
                await Write(_folder, package);

            Add(package);
            return (Taking.Accepted, package);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private KeptPackage? Find(string idempotencyKey)
    {
        lock (_lock)
            return _byKey.GetValueOrDefault(idempotencyKey);
    }

    private void Add(KeptPackage package)
    {
        lock (_lock)
        {
            _byKey.Add(package.IdempotencyKey, package);
            _lastSequence = Math.Max(_lastSequence, package.Sequence);
        }
    }

    // Not cancelled half way: a client that leaves now has handed its package over.
    private static async Task Write(string folder, KeptPackage package)
    {
        var path = Path.Combine(folder, package.FileName);
        var unfinished = path + ".tmp";
        await File.WriteAllBytesAsync(unfinished, package.ToJson(), CancellationToken.None);
        File.Move(unfinished, path, overwrite: true);
    }

    private static KeptPackage Parse(string file, byte[] bytes)
    {
        try
        {
            return KeptPackage.FromJson(bytes);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} is not a package kept by a stand-in hub: {e.Message}", e);
        }
    }
}
