using System.Runtime.InteropServices;
using HandoffSaga.Files;
using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether this user may do with the data what the service does, and others may not.</summary>
internal static class PermissionsCheck
{
    private const string Name = "permissions";
    private const int ReadWrite = 6;

    public static IReadOnlyList<Finding> Look(HandoffSettings settings)
    {
        if (!Directory.Exists(settings.DataFolder))
        {
            return
            [
                Finding.Warn(Name, $"DataFolder {settings.DataFolder} does not exist", "The first start makes it; or correct DataFolder."),
            ];
        }

        string?[] needed =
        [
            settings.DataFolder,
            Store(settings),
            settings.Ledger.KeyFile,
            settings.Ledger.CheckpointFile,
            settings.Ledger.Folder,
        ];
        List<Finding> found =
        [
            .. from path in needed.OfType<string>()
            where Path.Exists(path) && !MayChange(path)
            select Finding.Failed(
                Name,
                $"{Environment.UserName} may not read and write {path}",
                $"Give it to the user of the service (chown), on a file system that is not read-only; or run this as that user."
            ),
        ];
        if (SecretFile.Exposure(settings.DataFolder) is not null)
            found.Add(Finding.Warn(Name, $"others can look into {settings.DataFolder}", $"chmod 700 {settings.DataFolder}"));
        if (Store(settings) is { } store && SecretFile.Exposure(store) is not null)
            found.Add(Finding.Warn(Name, $"{store}: users other than its owner can access it", $"chmod 600 {store}"));
        return found.Count > 0 ? found : [Finding.Ok(Name, $"{settings.DataFolder} is {Environment.UserName}'s to write")];
    }

    private static string? Store(HandoffSettings settings) =>
        settings.Store.Kind == StoreKind.Sqlite ? new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource : null;

    private static bool MayChange(string path) => OperatingSystem.IsWindows() || Access(path, ReadWrite) == 0;

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
