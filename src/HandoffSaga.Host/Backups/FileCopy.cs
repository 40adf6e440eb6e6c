using System.Runtime.InteropServices;
using HandoffSaga.Files;

namespace HandoffSaga.Host.Backups;

/// <summary>Copies of files that only their owner may read.</summary>
internal static class FileCopy
{
    /// <summary>Copies a file to a new one. False when the source is not there (any more).</summary>
    /// <exception cref="IOException">The target exists, or cannot be written.</exception>
    public static async Task<bool> Make(string source, string target, CancellationToken cancellationToken)
    {
        FileStream from;
        try
        {
            from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        await using (from)
        {
            Folder(Path.GetDirectoryName(target)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = SecretFile.OwnerOnly;
            await using var to = new FileStream(target, options);
            await from.CopyToAsync(to, cancellationToken);
            // Of the files an error of the disk is reported here; what is left for ToDisk are the names.
            to.Flush(flushToDisk: true);
            return true;
        }
    }

    /// <summary>Copies files under names of their own first: at its place each is whole or not there.</summary>
    /// <exception cref="IOException">A target exists, or cannot be written.</exception>
    public static async Task Place(IReadOnlyList<(string Source, string Target)> files, CancellationToken cancellationToken)
    {
        foreach (var (source, target) in files)
        {
            Folder(Path.GetDirectoryName(target)!);
            File.Delete(Unfinished(target));
            await Make(source, Unfinished(target), cancellationToken);
        }

        ToDisk();
        foreach (var (_, target) in files)
            File.Move(Unfinished(target), target, overwrite: false);
        ToDisk();
    }

    /// <summary>A folder for its owner only.</summary>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, SecretFile.OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Returns when everything written so far is on the disks: one call for many files.</summary>
    public static void ToDisk()
    {
        if (!OperatingSystem.IsWindows())
            Sync();
    }

    private static string Unfinished(string target) => target + ".restoring";

    [DllImport("libc", EntryPoint = "sync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Sync();
}
