namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// A lock file beside the database: one process at a time may use it. The operating system releases the lock however the process ends.
/// </summary>
public sealed class SqliteFileLock : IDisposable
{
    // What .NET reports when another process holds the file: EWOULDBLOCK of Linux and of macOS, two errors of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private const int NoSpaceLeft = 28;

    private readonly FileStream _file;

    private SqliteFileLock(FileStream file) => _file = file;

    /// <summary>Takes the database for this process until the lock is disposed of.</summary>
    /// <param name="database">The path of the database file, which need not exist yet; its folder must.</param>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    /// <exception cref="StoreUnusableException">The folder cannot be written.</exception>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static SqliteFileLock Take(string database)
    {
        var path = database + ".lock";
        try
        {
            return new SqliteFileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (Held.Contains(taken.HResult))
        {
            throw new StoreInUseException(
                $"The database {database} is in use by another process, which holds {path}. Stop that process, or give this one a database of its own.",
                taken
            );
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
            throw SqliteStart.NoRoom(path, full.Message, full);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw SqliteStart.NotWritable(path, denied.Message, denied);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _file.Dispose();
}
