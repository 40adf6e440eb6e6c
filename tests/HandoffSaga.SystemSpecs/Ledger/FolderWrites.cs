using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>Counts what another process does to a folder: files made, written and renamed.</summary>
internal sealed class FolderWrites : IDisposable
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly FileSystemWatcher _watcher;
    private readonly SemaphoreSlim _writes = new(0);

    public FolderWrites(string folder)
    {
        _watcher = new FileSystemWatcher(Directory.CreateDirectory(folder).FullName) { IncludeSubdirectories = true };
        _watcher.Created += (_, _) => _writes.Release();
        _watcher.Changed += (_, _) => _writes.Release();
        _watcher.Renamed += (_, _) => _writes.Release();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Returns at the given write from now.</summary>
    public async Task After(int count)
    {
        for (var n = 0; n < count; n++)
        {
            if (!await _writes.WaitAsync(Patience, TestContext.Current.CancellationToken))
                throw new TimeoutException($"After {n} writes of {count} nothing was written for {Patience}.");
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _writes.Dispose();
    }
}
