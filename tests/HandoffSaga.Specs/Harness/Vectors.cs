namespace HandoffSaga.Specs.Harness;

/// <summary>What other programs made, in <c>tests/vectors</c>.</summary>
internal static class Vectors
{
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HandoffSaga.sln")))
            folder = folder.Parent;
        folder.ShouldNotBeNull("The specs must run inside the repository.");
        return Path.Combine(folder.FullName, "tests", "vectors");
    }
}
