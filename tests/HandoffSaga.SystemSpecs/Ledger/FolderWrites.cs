using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>Counts what another process does to a folder: files made, written and renamed.</summary>
internal sealed class FolderWrites : IDisposable
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly FileSystemWatcher watcher;
    private readonly SemaphoreSlim writes = new(0);

    public FolderWrites(string folder)
    {
        watcher = new FileSystemWatcher(Directory.CreateDirectory(folder).FullName) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => writes.Release();
        watcher.Changed += (_, _) => writes.Release();
        watcher.Renamed += (_, _) => writes.Release();
        watcher.EnableRaisingEvents = true;
    }

    /// <summary>Returns at the given write from now.</summary>
    public async Task After(int count)
    {
        for (var n = 0; n < count; n++)
        {
            if (!await writes.WaitAsync(Patience, TestContext.Current.CancellationToken))
                throw new TimeoutException($"After {n} writes of {count} nothing was written for {Patience}.");
        }
    }

    public void Dispose()
    {
        watcher.Dispose();
        writes.Dispose();
    }
}
