namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// Elects the one process that publishes into a folder: replicas on one machine may share a data folder. The operating system releases the
/// lock however the process ends, and then another process continues.
/// </summary>
internal sealed class PublisherLock(string folder) : IDisposable
{
    private FileStream? _held;

    /// <summary>True when this process has the lock.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool Take()
    {
        if (_held is not null)
            return true;
        Directory.CreateDirectory(folder);
        try
        {
            _held = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException taken) when (taken.GetType() == typeof(IOException))
        {
            return false;
        }
    }

    public void Dispose() => _held?.Dispose();
}
