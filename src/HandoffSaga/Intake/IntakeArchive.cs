using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HandoffSaga.Intake;

/// <summary>
/// Moves processed files of the intake folder to its subfolders <c>accepted/</c> and <c>rejected/</c>. Nothing there is ever overwritten.
/// </summary>
internal sealed class IntakeArchive(string folder)
{
    private const string ReasonSuffix = ".reason.json";

    // File names have at most 255 bytes; a number and the suffix need room after the name.
    private const int LongestName = 200;

    private readonly string _accepted = Path.Combine(folder, "accepted");
    private readonly string _rejected = Path.Combine(folder, "rejected");

    public void Create()
    {
        Directory.CreateDirectory(_accepted);
        Directory.CreateDirectory(_rejected);
    }

    public void Accept(string path) => File.Move(path, Free(_accepted, path));

    /// <summary>Writes the reason, then moves the file.</summary>
    public void Reject(string path, FolderRejection reason)
    {
        var target = Free(_rejected, path);

        // CreateNew: a name that was taken meanwhile, perhaps by a link, is not written through.
        using (var file = new FileStream(target + ReasonSuffix, FileMode.CreateNew, FileAccess.Write))
            JsonSerializer.Serialize(file, reason, FolderRejectionJson.Default.FolderRejection);
        File.Move(path, target);
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
            : $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}.json";
}
