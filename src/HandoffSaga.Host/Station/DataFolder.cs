using HandoffSaga.Files;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Station;

/// <summary>Where the station keeps its data.</summary>
internal static class DataFolder
{
    private const UnixFileMode AllRights = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder for its owner only; the rights of one that is there are its owner's business.</summary>
    /// <exception cref="IOException">It is not there and cannot be made.</exception>
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
            throw new IOException($"DataFolder {path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>
    /// A store that is a file begins as its owner's only, wherever it lies; SQLite gives the files beside it the same rights.
    /// </summary>
    public static void CreateStore(StoreOptions store)
    {
        if (store.Kind == StoreKind.Sqlite)
            SecretFile.CreateEmpty(new SqliteConnectionStringBuilder(store.ConnectionString).DataSource);
    }

    /// <summary>Others can look into a folder that is there already.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows()
        && Directory.Exists(path)
        && (File.GetUnixFileMode(path) & ~OwnerOnly & AllRights) != UnixFileMode.None;
}
