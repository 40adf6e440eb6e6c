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
    /// The remedy for a secret that users other than its owner can access; null when only the owner can, when the file does not exist, and
    /// on systems without such permissions. For a link, the permissions of its target count.
    /// </summary>
    public static string? Exposure(string path) => Exposure(path, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));

    /// <param name="path">The file.</param>
    /// <param name="credentials">
    /// The folder of credentials that systemd made for this service alone (<c>LoadCredential</c>). It lets a dynamic user read them by an
    /// access control list, which shows as a right of the group; nobody else can enter the folder.
    /// </param>
    public static string? Exposure(string path, string? credentials)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var others =
            string.IsNullOrEmpty(credentials) || !path.StartsWith(credentials.TrimEnd('/') + "/", StringComparison.Ordinal)
                ? Others
                : Others & ~UnixFileMode.GroupRead;
        try
        {
            return (File.GetUnixFileMode(path) & others) == UnixFileMode.None
                ? null
                : $"users other than its owner can access it: chmod 600 {path}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The reader of the file reports it.
            return null;
        }
    }

    /// <summary>Creates an empty file that only its owner can access, unless it exists.</summary>
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
