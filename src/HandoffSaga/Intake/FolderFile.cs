using HandoffSaga.Files;

namespace HandoffSaga.Intake;

/// <summary>A file as it was seen in a scan of the intake folder.</summary>
internal sealed record FolderFile(string Name, DateTime LastWriteUtc, long Length, FileIdentity Identity)
{
    /// <summary>
    /// Whether it seems to have come into the folder complete: renamed, linked, or given its times after the last write. Some file shares
    /// give a file its times before its content, so only a whole document is believed (<see cref="WholeJson"/>).
    /// </summary>
    public bool CameComplete => Identity.ChangedAfterWrite;

    // Names from Windows machines come in capitals.
    private static readonly EnumerationOptions AnyCase = new()
    {
        MatchCasing = MatchCasing.CaseInsensitive,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>The files that are there now, in the order of their names.</summary>
    /// <exception cref="IOException">The folder is missing, or its disk does not answer.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static List<FolderFile> In(string folder) =>
        [
            .. new DirectoryInfo(folder)
                .EnumerateFiles("*.json", AnyCase)
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => Of(file)),
        ];

    public static FolderFile Of(string path) => Of(new FileInfo(path));

    /// <summary>Whether a file of that name is in the folder, readable or not.</summary>
    public static bool IsListed(string folder, string name) =>
        Directory.EnumerateFiles(folder, "*.json", AnyCase).Any(path => Path.GetFileName(path) == name);

    private static FolderFile Of(FileInfo file)
    {
        file.Refresh();
        return file.Exists
            ? new(file.Name, file.LastWriteTimeUtc, file.Length, FileIdentity.Of(file.FullName))
            : new(file.Name, default, 0, default);
    }
}
