namespace HandoffSaga.Specs.Wire;

/// <summary>The folder <c>contracts/wire</c> of this repository.</summary>
internal static class WireContract
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HandoffSaga.sln")))
                return Path.Combine(folder.FullName, "contracts", "wire");
        }

        throw new InvalidOperationException("HandoffSaga.sln is in no folder above the specifications.");
    }
}
