using HandoffSaga.Files;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Station;

/// <summary>Creates the station's data folder and store file.</summary>
internal static class DataFolder
{
    private const UnixFileMode AllRights = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder for its owner only; the permissions of an existing one are left unchanged.</summary>
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"DataFolder {path} cannot be created: {e.Message}", e);
        }
    }

    /// <summary>
    /// Creates a store file that only its owner can access, in any folder; SQLite gives the files beside it the same permissions.
    /// </summary>
    public static void CreateStore(StoreOptions store)
    {
        if (store.Kind == StoreKind.Sqlite)
            SecretFile.CreateEmpty(new SqliteConnectionStringBuilder(store.ConnectionString).DataSource);
    }

    /// <summary>Whether the folder exists and others can access it.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows()
        && Directory.Exists(path)
        && (File.GetUnixFileMode(path) & ~OwnerOnly & AllRights) != UnixFileMode.None;
}
