using HandoffSaga.Durability;

namespace HandoffSaga.Intake;

/// <summary>
/// Finds out which files of the folder are completely written: those that came complete, and those that have not changed for a while. That
/// is measured here, because the clock of a share may be another.
/// </summary>
internal sealed class RestingFiles(TimeSpan settle, TimeProvider clock)
{
    private readonly SteadyClock _steady = new(clock);
    private Dictionary<string, (FolderFile File, DateTimeOffset Since)> _seen = [];

    /// <summary>The files of this scan that are at rest.</summary>
    public IReadOnlyList<FolderFile> Of(IReadOnlyList<FolderFile> files)
    {
        var seen = new Dictionary<string, (FolderFile File, DateTimeOffset Since)>(StringComparer.Ordinal);
        // Two names that cannot be decoded may read the same.
        foreach (var file in files)
            seen[file.Name] = (file, _seen.TryGetValue(file.Name, out var before) && before.File == file ? before.Since : _steady.Now);
        _seen = seen;
        return [.. files.Where(file => file.CameComplete || HasRested(file))];
    }

    /// <summary>Whether a file of the last scan has not changed for the whole time.</summary>
    public bool HasRested(FolderFile file) => _steady.Now - _seen[file.Name].Since >= settle;
}
