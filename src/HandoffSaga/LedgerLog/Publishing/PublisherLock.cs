using HandoffSaga.Files;

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
        {
            if (IsStillThere(_held))
                return true;
            // The folder was deleted, and another process may hold a lock of the same name.
            _held.Dispose();
            _held = null;
        }

        Directory.CreateDirectory(folder);
        try
        {
            _held = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException taken) when (taken.GetType() == typeof(IOException))
        {
            return false;
        }
    }

    public void Dispose() => _held?.Dispose();

    private string LockFile => Path.Combine(folder, ".lock");

    private bool IsStillThere(FileStream held) =>
        File.Exists(LockFile) && FileIdentity.Of(LockFile).IsSameContent(FileIdentity.Of(held.SafeFileHandle));
}
