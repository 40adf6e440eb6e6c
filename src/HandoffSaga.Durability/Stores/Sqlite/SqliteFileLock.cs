namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// A lock file beside the database: one process at a time may use it. The operating system releases the lock however the process ends.
/// </summary>
public sealed class SqliteFileLock : IDisposable
{
    private readonly FileStream _file;

    private SqliteFileLock(FileStream file) => _file = file;

    /// <summary>Takes the database for this process until the lock is disposed of.</summary>
    /// <param name="database">The path of the database file, which need not exist yet; its folder must.</param>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    public static SqliteFileLock Take(string database)
    {
        var path = database + ".lock";
        try
        {
            return new SqliteFileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken.GetType() == typeof(IOException))
        {
            throw new StoreInUseException(
                $"The database {database} is in use by another process, which holds {path}. Stop that process, or give this one a database of its own.",
                taken
            );
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _file.Dispose();
}
