using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Availability;

/// <summary>A file system of a few megabytes in memory; needs root, as the container images of a build have it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public static async Task<SmallDisk> Mount(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory("handoff-disk-").FullName;
        await Commands.Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=0700", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Somebody else's file takes all the room that is left.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 1024 * 1024, 4096 })
        {
            try
            {
                while (true)
                    filler.Write(new byte[piece]);
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public Task MountReadOnly() => Commands.Run("mount", "-o", "remount,ro", Folder);

    public async ValueTask DisposeAsync()
    {
        await Commands.Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }
}
