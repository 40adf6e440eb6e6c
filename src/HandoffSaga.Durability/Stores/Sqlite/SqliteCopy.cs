using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>Copies a database while another process writes to it.</summary>
public static class SqliteCopy
{
    /// <summary>
    /// Makes one file without a write-ahead log, with everything that was committed when the copying began. The writer goes on meanwhile.
    /// </summary>
    /// <remarks>
    /// SQLite's backup API in one step: it reads one snapshot, as any reader in WAL mode, and copies page by page. <c>VACUUM INTO</c> reads
    /// one snapshot too, but builds every table and index anew.
    /// </remarks>
    /// <param name="database">The database file.</param>
    /// <param name="copy">The file to make; it must not exist.</param>
    /// <exception cref="StoreUnusableException">The file does not belong to its folder, or is damaged; the message says what to do.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static void Make(string database, string copy)
    {
        SqliteStamp.Check(database);
        try
        {
            using (var source = Open(database, SqliteOpenMode.ReadOnly))
            using (var target = Open(copy, SqliteOpenMode.ReadWriteCreate))
                source.BackupDatabase(target);

            using var made = Open(copy, SqliteOpenMode.ReadWrite);
            Run(made, "PRAGMA journal_mode = DELETE");
            Run(made, $"PRAGMA user_version = {StampInFile.OfCopy}");
        }
        catch (SqliteException failure)
        {
            throw SqliteStart.Explain(failure, database)
                ?? new IOException($"The database {database} cannot be copied: {failure.Message}", failure);
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
