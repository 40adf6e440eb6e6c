namespace HandoffSaga.Files;

/// <summary>Files that hold a token or a private key.</summary>
internal static class SecretFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>
    /// What is to be done about a secret that others than its owner can get at; null when only the owner can, when there is no such file,
    /// and where rights are not these. Of a link the rights of what it names count.
    /// </summary>
    public static string? Exposure(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            return (File.GetUnixFileMode(path) & Others) == UnixFileMode.None
                ? null
                : $"others than its owner can get at it: chmod 600 {path}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it will say so.
            return null;
        }
    }

    /// <summary>Makes an empty file for its owner only, unless there is one.</summary>
    public static void CreateEmpty(string path)
    {
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
    }
}
