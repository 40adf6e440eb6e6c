namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// Of several processes on one folder, the one that publishes there: replicas on one machine may share a data folder. The operating system
/// lets go of it however the process ends, and then another one goes on.
/// </summary>
internal sealed class PublisherLock(string folder) : IDisposable
{
    private FileStream? _held;

    /// <summary>True when this process has it, now or already.</summary>
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
