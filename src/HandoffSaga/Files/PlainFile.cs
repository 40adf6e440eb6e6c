using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HandoffSaga.Files;

/// <summary>
/// Opens files in folders that others write to. Whether it is a link, a pipe or a device is checked on the opened file, not on its name
/// before: the name could be reused in between, and opening a pipe would block until there is a writer.
/// </summary>
internal static class PlainFile
{
    // <fcntl.h>; O_NOFOLLOW is another bit on Arm and PowerPC.
    private const int LinuxNonBlocking = 0x800;
    private const int LinuxCloseOnExec = 0x80000;
    private const int MacNonBlocking = 0x4;
    private const int MacNoFollow = 0x100;
    private const int MacCloseOnExec = 0x1000000;

    private const int NoSuchFile = 2;
    private const int NotAllowed = 13;

    private static int LinuxNoFollow =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Armv6 or Architecture.Ppc64le
            ? 0x8000
            : 0x20000;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It is a link, a folder, a pipe or a device, or the disk does not answer.</exception>
    public static FileStream OpenRead(string path)
    {
        var stream =
            OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
                ? new FileStream(OpenWithoutFollowing(path), FileAccess.Read, bufferSize: 0)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            var attributes = File.GetAttributes(stream.SafeFileHandle);
            if (attributes.HasFlag(FileAttributes.Directory))
                throw new IOException("It is a folder.");
            if (attributes.HasFlag(FileAttributes.ReparsePoint))
                throw new IOException("It is a symbolic link, which is not followed.");
            if (!stream.CanSeek)
                throw new IOException("It is a pipe or a device.");
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static SafeFileHandle OpenWithoutFollowing(string path)
    {
        var flags = OperatingSystem.IsMacOS()
            ? MacNonBlocking | MacNoFollow | MacCloseOnExec
            : LinuxNonBlocking | LinuxNoFollow | LinuxCloseOnExec;
        var descriptor = Open(path, flags);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);

        var error = Marshal.GetLastPInvokeError();
        var tooManyLinks = OperatingSystem.IsMacOS() ? 62 : 40;
        throw error switch
        {
            NoSuchFile => new FileNotFoundException("There is no such file.", path),
            NotAllowed => new UnauthorizedAccessException("It may not be read."),
            _ when error == tooManyLinks => new IOException("It is a symbolic link, which is not followed."),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
