namespace HandoffSaga.Benchmarks.Driving;

/// <summary>
/// Where one run has its files. Those of a comparison stay until its last run is over: for minutes after files were removed, ext4 passes
/// over the inode of each whenever it makes a new one, and so a run would pay for the one before it.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>Names the folder of a comparison to its runs.</summary>
    public const string Option = "--files";

    private readonly bool _ofComparison;

    /// <param name="options">Of the run; when it is no part of a comparison, it goes to the working folder.</param>
    public RunFolder(Options options)
    {
        _ofComparison = options.Text(Option) is not null;
        Path = NewIn(options.Text(Option) ?? Directory.GetCurrentDirectory());
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public static string NewIn(string folder) => System.IO.Path.Combine(folder, ".benchmark-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (!_ofComparison)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
