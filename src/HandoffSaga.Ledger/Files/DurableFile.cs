using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HandoffSaga.Ledger;

/// <summary>Files that are there whole or not at all, whatever moment the power goes.</summary>
internal static partial class DurableFile
{
    /// <summary>Writes, syncs, renames into place, and syncs the folder. What stood there before is replaced.</summary>
    /// <param name="path">Where.</param>
    /// <param name="bytes">What.</param>
    /// <param name="mode">Who may read it, on systems that know such rights.</param>
    /// <param name="overwrite">False: what stands there stays, and that is an <see cref="IOException"/>.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, bool overwrite = true) =>
        SyncFolder(Place(path, bytes, mode, overwrite));

    /// <summary>
    /// The same without the last step: the file is whole or not there, and it may still be not there after a power failure until
    /// <see cref="SyncFolder"/> of the folder that is returned. For many files in one folder.
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

    // A new folder is an entry of the folder above, which must be on the disk before anything in it counts.
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

    /// <summary>
    /// Puts on the disk which files the folder has. .NET has no call for it; on Windows a rename is in the journal without one.
    /// </summary>
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
