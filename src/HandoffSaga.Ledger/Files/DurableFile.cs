using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HandoffSaga.Ledger;

/// <summary>Writes files atomically: after a power failure at any moment a file is complete or absent.</summary>
internal static partial class DurableFile
{
    /// <summary>Writes, syncs, renames into place, and syncs the folder. An existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="mode">Its permissions, on systems that have them.</param>
    /// <param name="overwrite">False: an existing file stays and causes an <see cref="IOException"/>.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, bool overwrite = true) =>
        SyncFolder(Place(path, bytes, mode, overwrite));

    /// <summary>
    /// The same without the last step, for many files in one folder: the file is complete or absent, and may still be absent after a power
    /// failure until <see cref="SyncFolder"/> is called for the returned folder.
    /// </summary>
    public static string Place(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, bool overwrite = true)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return folder;
    }

    // A new folder is an entry of its parent, which must be on the disk before anything in the folder is durable.
    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var above = Path.GetDirectoryName(folder);
        if (!string.IsNullOrEmpty(above))
            CreateFolder(above);
        Directory.CreateDirectory(folder);
        if (!string.IsNullOrEmpty(above))
            SyncFolder(above);
    }

    /// <summary>Syncs the folder's list of files to the disk. .NET has no call for it; on Windows the journal covers renames.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = Open(folder, 0);
        if (handle.IsInvalid || Sync(handle) != 0)
            throw new IOException($"The folder {folder} cannot be synced to the disk (error {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle folder);
}
