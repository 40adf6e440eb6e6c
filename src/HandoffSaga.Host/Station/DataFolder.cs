using HandoffSaga.Files;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Station;

/// <summary>Creates the station's data folder and store file.</summary>
internal static class DataFolder
{
    private const UnixFileMode AllRights = (UnixFileMode)0b111_111_111;
    private const int NoSpaceLeft = 28;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder for its owner only; the permissions of an existing one are left unchanged.</summary>
    /// <exception cref="StartRefusedException">It does not exist and may not be created.</exception>
    /// <exception cref="IOException">It does not exist and cannot be created.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartRefusedException(
                $"DataFolder {path} cannot be created: {e.Message} Give this user the right to, or change DataFolder.",
                e
            );
        }
        catch (IOException e)
        {
            throw new IOException($"DataFolder {path} cannot be created: {e.Message}", e);
        }
    }

    /// <summary>
    /// Creates a store file that only its owner can access, in any folder; SQLite gives the files beside it the same permissions.
    /// </summary>
    public static void CreateStore(StoreOptions store)
    {
        if (store.Kind != StoreKind.Sqlite)
            return;
        var file = new SqliteConnectionStringBuilder(store.ConnectionString).DataSource;
        try
        {
            SecretFile.CreateEmpty(file);
        }
        catch (IOException e) when (e.HResult == NoSpaceLeft)
        {
            throw new IOException(
                $"There is no room for the database file {file} ({e.Message}): make room, and the next start succeeds.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"The database file {file} cannot be created: {e.Message} Give this user the right to write its folder, or correct Store:ConnectionString.",
                e
            );
        }
    }

    /// <summary>Whether the folder exists and others can access it.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows()
        && Directory.Exists(path)
        && (File.GetUnixFileMode(path) & ~OwnerOnly & AllRights) != UnixFileMode.None;
}
