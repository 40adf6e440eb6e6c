using Microsoft.Win32.SafeHandles;

namespace HandoffSaga.Files;

/// <summary>What changes when an open file's content does: its time, its size and, where the system tells, which file it is.</summary>
internal readonly record struct FileStamp(DateTime LastWriteUtc, long Length, FileIdentity Identity)
{
    public static FileStamp Of(SafeFileHandle file) =>
        new(File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file), FileIdentity.Of(file));

    /// <summary>The file that a path leads to, links followed; null when it cannot be opened.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            // The sharing mode lets others replace the file meanwhile.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
