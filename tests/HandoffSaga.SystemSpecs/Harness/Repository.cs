namespace HandoffSaga.SystemSpecs.Harness;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HandoffSaga.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("HandoffSaga.sln is in no folder above the specifications.");
    }
}
