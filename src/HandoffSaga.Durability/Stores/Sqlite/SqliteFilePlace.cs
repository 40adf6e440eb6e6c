using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// Whether the file opened at the start is still the one at its path. A file that is moved or deleted takes writes for as long as it is
/// open, and nobody would find them later; a connection opened meanwhile would read another file. SQLite itself compares the two: opening
/// and closing the file beside it would drop SQLite's own locks. Windows lets nobody move an open file.
/// </summary>
internal sealed class SqliteFilePlace(string database, string connectionString) : IDisposable
{
    private const int HasMoved = 20;

    private SqliteConnection? _opened;

    /// <summary>Opens the file, and keeps it open.</summary>
    public void Open()
    {
        _opened = new SqliteConnection(connectionString);
        _opened.Open();
    }

    /// <exception cref="StoreUnavailableException">Another file, or none, is at the path.</exception>
    public void ThrowIfLeft()
    {
        if (_opened?.Handle is not { } handle || FileControl(handle, null, HasMoved, out var moved) != raw.SQLITE_OK || moved == 0)
            return;
        throw new StoreUnavailableException(
            $"The database file {Path.GetFileName(database)} is not at its place: it was moved, deleted or replaced while the program runs. "
                + "Nothing is written until the same file is back; if it is lost, stop the program and restore a backup."
        );
    }

    public void Dispose()
    {
        _opened?.Dispose();
        _opened = null;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(
        sqlite3 database,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string? schema,
        int operation,
        out int answer
    );
}
