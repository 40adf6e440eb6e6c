using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HandoffSaga.Intake;

/// <summary>
/// Moves processed files of the intake folder to its subfolders <c>accepted/</c> and <c>rejected/</c>. Nothing there is ever overwritten. A
/// file goes by way of <c>.moving/</c>, where nobody else writes: there it is seen whether it is the one that was judged, or another one
/// that has taken its name.
/// </summary>
internal sealed class IntakeArchive(string folder)
{
    private const string ReasonSuffix = ".reason.json";
    private const string Extension = ".json";

    // File names have at most 255 bytes; a number and the suffix need room after the name.
    private const int LongestName = 200;

    private readonly string _accepted = Path.Combine(folder, "accepted");
    private readonly string _rejected = Path.Combine(folder, "rejected");
    private readonly string _moving = Path.Combine(folder, ".moving");

    public void Create()
    {
        Directory.CreateDirectory(_accepted);
        Directory.CreateDirectory(_rejected);
        Directory.CreateDirectory(_moving);
    }

    /// <summary>Puts back what was left on its way: it is judged again, which is harmless. Returns what could not be put back, and why.</summary>
    public IReadOnlyList<(string File, string Reason)> PutBackLeftovers()
    {
        var stuck = new List<(string File, string Reason)>();
        foreach (var left in Directory.GetFiles(_moving))
        {
            try
            {
                PutBack(left, Path.Combine(folder, Path.GetFileName(left)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                stuck.Add((Path.GetRelativePath(folder, left), e.Message));
            }
        }

        return stuck;
    }

    /// <summary>Moves the file; false when another one has its name meanwhile, which stays to be judged.</summary>
    public bool Accept(JudgedFile file) => Move(file, Free(_accepted, file.Path));

    /// <summary>Writes the reason, then moves the file; false when another one has its name meanwhile, which stays to be judged.</summary>
    public bool Reject(JudgedFile file, FolderRejection reason)
    {
        var target = Free(_rejected, file.Path);

        // CreateNew: a name that was taken meanwhile, perhaps by a link, is not written through.
        using (var written = new FileStream(target + ReasonSuffix, FileMode.CreateNew, FileAccess.Write))
            JsonSerializer.Serialize(written, reason, FolderRejectionJson.Default.FolderRejection);
        if (Move(file, target))
            return true;
        File.Delete(target + ReasonSuffix);
        return false;
    }

    private bool Move(JudgedFile file, string target)
    {
        // A share that went away meanwhile must not be replaced by a folder of the same name.
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder} is not there.");
        Directory.CreateDirectory(_moving);
        var moving = Path.Combine(_moving, Path.GetFileName(file.Path));
        try
        {
            File.Move(file.Path, moving);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        if (!file.IsAt(moving))
        {
            PutBack(moving, file.Path);
            return false;
        }

        try
        {
            File.Move(moving, target);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PutBack(moving, file.Path);
            throw;
        }
    }

    private static void PutBack(string moving, string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        for (var n = 1; ; n++)
        {
            var free = n == 1 ? path : Path.Combine(Path.GetDirectoryName(path)!, $"{name}.{n}{Extension}");
            if (IsTaken(free))
                continue;
            try
            {
                File.Move(moving, free);
                return;
            }
            catch (IOException) when (IsTaken(free))
            {
                // Somebody was faster; the next name may be free.
            }
        }
    }

    /// <summary>The first of <c>name</c>, <c>name.2</c>, ... that is free for both the file and its reason.</summary>
    private static string Free(string folder, string path)
    {
        var name = Short(Path.GetFileName(path));
        for (var n = 1; ; n++)
        {
            var candidate = Path.Combine(folder, n == 1 ? name : $"{name}.{n}");
            if (!IsTaken(candidate) && !IsTaken(candidate + ReasonSuffix))
                return candidate;
        }
    }

    private static bool IsTaken(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static string Short(string name) =>
        Encoding.UTF8.GetByteCount(name) <= LongestName
            ? name
            : $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}{Extension}";
}
