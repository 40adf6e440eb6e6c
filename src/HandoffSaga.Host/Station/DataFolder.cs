namespace HandoffSaga.Host.Station;

/// <summary>Where the station keeps its data.</summary>
internal static class DataFolder
{
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
}
