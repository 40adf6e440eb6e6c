using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>What an error of SQLite means to the engine.</summary>
internal static class SqliteFailure
{
    public static SqliteException Of(sqlite3 database, int result) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(database));

    /// <summary>Whether a key that must be new existed already.</summary>
    public static bool IsTakenKey(this SqliteException failure) =>
        failure.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_ROWID;

    /// <summary>Whether waiting may help. It does not repair a damaged file or a missing table.</summary>
    public static bool IsOutage(this SqliteException failure) =>
        failure.SqliteErrorCode
            is raw.SQLITE_BUSY
                or raw.SQLITE_LOCKED
                or raw.SQLITE_NOMEM
                or raw.SQLITE_READONLY
                or raw.SQLITE_INTERRUPT
                or raw.SQLITE_IOERR
                or raw.SQLITE_FULL
                or raw.SQLITE_CANTOPEN
                or raw.SQLITE_PROTOCOL;

    /// <summary>
    /// Whether the connection itself is still usable: these errors only mean that another writer was faster, or that the disk is full.
    /// </summary>
    public static bool LeavesConnectionSound(this SqliteException failure) =>
        failure.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_CONSTRAINT;

    /// <summary>Whether the file itself is spoiled. Retrying does not help, and what is read from it cannot be relied on.</summary>
    public static bool IsDamage(this SqliteException failure) => failure.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>The failure as the engine reports it; null when the database works and the caller is at fault.</summary>
    public static StoreUnavailableException? AsUnavailable(this SqliteException failure) =>
        failure.IsDamage() ? failure.AsDamage()
        : failure.IsOutage() ? new StoreUnavailableException("The SQLite database cannot be used now: " + failure.Message, failure)
        : null;

    public static StoreUnavailableException AsDamage(this SqliteException failure) =>
        new(
            $"The database file is damaged ({failure.Message}). Stop the program, keep a copy of the folder, and restore a backup.",
            failure
        )
        {
            IsDamage = true,
        };
}
