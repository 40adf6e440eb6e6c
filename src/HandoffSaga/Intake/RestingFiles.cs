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
        var now = _steady.Now;
        var seen = new Dictionary<string, (FolderFile File, DateTimeOffset Since)>(StringComparer.Ordinal);
        // Two names that cannot be decoded may read the same.
        foreach (var file in files)
            seen[file.Name] = (file, _seen.TryGetValue(file.Name, out var before) && before.File == file ? before.Since : now);
        _seen = seen;
        return [.. files.Where(file => file.CameComplete || now - _seen[file.Name].Since >= settle)];
    }
}
