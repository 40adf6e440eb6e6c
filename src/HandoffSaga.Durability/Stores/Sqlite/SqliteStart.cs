using HandoffSaga.Durability.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HandoffSaga.Durability;

/// <summary>What a failure before the store is open means, the same for every caller that opens the file.</summary>
public static class SqliteStart
{
    /// <summary>
    /// Translates SQLite's exceptions: <see cref="StoreUnusableException"/> when a person has to act before a start can succeed, an
    /// <see cref="IOException"/> when it may succeed later. Null when it is neither.
    /// </summary>
    /// <param name="failure">The failure.</param>
    /// <param name="database">The file.</param>
    public static Exception? Explain(SqliteException failure, string database)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.SqliteErrorCode switch
        {
            raw.SQLITE_NOTADB => new StoreUnusableException(
                $"{database} is not a SQLite database: correct Store:ConnectionString, or, if it was one, keep it and restore a backup (handoff restore). Only a station that never worked may move it away and start with an empty one.",
                failure
            ),
            raw.SQLITE_CORRUPT => new StoreUnusableException($"{database}: {failure.AsDamage().Message}", failure),
            // A file that does not exist is another matter: nobody has made its schema yet.
            raw.SQLITE_CANTOPEN when !File.Exists(database) => null,
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_CANTOPEN => NotWritable(
                database,
                failure.Message,
                failure
            ),
            raw.SQLITE_FULL => NoRoom(database, failure.Message, failure),
            raw.SQLITE_IOERR => new IOException(
                $"The disk does not take what is written to {database} ({failure.Message}): it may be full or failing.",
                failure
            ),
            _ => null,
        };
    }

    internal static StoreUnusableException NotWritable(string database, string reason, Exception failure) =>
        new(
            $"{database} cannot be written ({reason}): give this user the right to read and write the file and its folder, on a file system that is not mounted read-only.",
            failure
        );

    internal static IOException NoRoom(string database, string reason, Exception failure) =>
        new($"There is no room on the disk of {database} ({reason}): make room, and the next start succeeds.", failure);
}
