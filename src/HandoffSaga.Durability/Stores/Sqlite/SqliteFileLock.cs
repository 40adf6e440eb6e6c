namespace HandoffSaga.Durability.Sqlite;

/// <summary>The file beside the database that says one process has it. The operating system lets go of it however the process ends.</summary>
internal sealed class SqliteFileLock : IDisposable
{
    private readonly FileStream file;

    private SqliteFileLock(FileStream file) => this.file = file;

    public static SqliteFileLock Take(string database)
    {
        var path = database + ".lock";
        try
        {
            return new SqliteFileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken.GetType() == typeof(IOException))
        {
            throw new StoreInUseException($"The database {database} is in use by another process, which holds {path}. Stop that process, or give this one a database of its own.", taken);
        }
    }

    public void Dispose() => file.Dispose();
}
