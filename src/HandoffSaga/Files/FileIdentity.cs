using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HandoffSaga.Files;

/// <summary>
/// Which file it is, and when its content and its entry last changed: a file that was replaced or rewritten has another identity, also
/// with the same size and time. Only Linux tells; elsewhere all are equal, and the caller compares size and time alone.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Node">The file in it (inode).</param>
/// <param name="WrittenAt">When its content changed, in nanoseconds since 1970; others may set it.</param>
/// <param name="ChangedAt">When anything of it changed, its name included; nobody may set it.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Node, long WrittenAt, long ChangedAt)
{
    // <fcntl.h>, <linux/stat.h>
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;

    /// <summary>
    /// Whether its entry changed after its content: it was renamed, linked, or given its times, as is done to a file that is complete.
    /// </summary>
    public bool ChangedAfterWrite => ChangedAt > WrittenAt;

    /// <summary>An open file.</summary>
    public static FileIdentity Of(SafeFileHandle file)
    {
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            return Of((int)file.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }

    /// <summary>The file of that name now; of a link, the link itself.</summary>
    public static FileIdentity Of(string path) => Of(CurrentFolder, path, NoFollow);

    /// <summary>Whether it is the same file with the same content, perhaps under another name.</summary>
    public bool IsSameContent(FileIdentity other) => Device == other.Device && Node == other.Node && WrittenAt == other.WrittenAt;

    private static FileIdentity Of(int folder, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return default;
        try
        {
            return Statx(folder, path, flags, BasicStats, out var found) == 0
                ? new(
                    ((ulong)found.DeviceMajor << 32) | found.DeviceMinor,
                    found.Node,
                    found.Written.Nanoseconds,
                    found.Changed.Nanoseconds
                )
                : default;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return default;
        }
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        out StatxResult result
    );

    /// <summary>The same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(32)]
        public ulong Node;

        [FieldOffset(96)]
        public StatxTime Changed;

        [FieldOffset(112)]
        public StatxTime Written;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    private struct StatxTime
    {
        [FieldOffset(0)]
        public long Seconds;

        [FieldOffset(8)]
        public uint Fraction;

        public readonly long Nanoseconds => unchecked((Seconds * 1_000_000_000) + Fraction);
    }
}
