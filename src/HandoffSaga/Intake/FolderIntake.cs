using HandoffSaga.Files;
using HandoffSaga.Signoffs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Intake;

/// <summary>
/// Accepts signoffs from a folder: files are renamed into it, and moved to <c>accepted/</c> or <c>rejected/</c> (with a
/// <c>.reason.json</c>) after the answer is on disk. A file that was accepted just before a crash is a duplicate the next time, which is
/// harmless.
/// </summary>
internal sealed partial class FolderIntake(
    string folder,
    IntakeOptions options,
    ISignoffIntake intake,
    TimeProvider clock,
    ILogger<FolderIntake> logger
) : BackgroundService
{
    private static readonly TimeSpan Rescan = TimeSpan.FromSeconds(2);

    // A file that cannot be processed is logged once, not at every scan.
    private readonly HashSet<SeenFile> _left = [];
    private readonly IntakeArchive _archive = new(folder);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _archive.Create();
        using var timer = new PeriodicTimer(Rescan, clock);
        do
        {
            await TakeAll(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Processes the files that are there now, in the order of their names.</summary>
    internal async Task TakeAll(CancellationToken cancellationToken)
    {
        var files = new DirectoryInfo(folder)
            .EnumerateFiles("*.json")
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(SeenFile.Of)
            .ToList();
        _left.IntersectWith(files);
        foreach (var file in files.Where(file => !_left.Contains(file)))
        {
            try
            {
                await Take(file, cancellationToken);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // The file was removed meanwhile; one with an undecodable name cannot be opened and stays.
                if (SeenFile.IsListed(folder, file.Name))
                    Leave(file, e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Leave(file, e.Message);
            }
        }
    }

    private async Task Take(SeenFile file, CancellationToken cancellationToken)
    {
        // One byte over the limit is enough for the intake to see that it is too large.
        var path = Path.Combine(folder, file.Name);
        var result = await intake.Accept(
            await ReadAtMost(path, options.MaxBytes + 1, cancellationToken),
            "file",
            contentType: null,
            cancellationToken
        );
        switch (result)
        {
            case IntakeResult.Accepted or IntakeResult.Duplicate:
                _archive.Accept(path);
                break;
            case IntakeResult.Unavailable:
                break;
            default:
                _archive.Reject(path, FolderRejection.Of(result));
                break;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAtMost(string path, int most, CancellationToken cancellationToken)
    {
        await using var stream = PlainFile.OpenRead(path);
        var bytes = new byte[Math.Min(most, stream.Length)];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsMemory(0, read);
    }

    // A judged file that could not be moved is not judged again, because every judgement is recorded in the ledger.
    private void Leave(SeenFile file, string reason)
    {
        _left.Add(file);
        LogLeft(file.Name, reason);
    }

    [LoggerMessage(551, LogLevel.Warning, "{File} in the intake folder is skipped until it changes: {Reason}")]
    private partial void LogLeft(string file, string reason);

    /// <summary>A file as it was seen in a scan of the folder.</summary>
    private sealed record SeenFile(string Name, DateTime LastWriteUtc, long Length)
    {
        public static SeenFile Of(FileInfo file)
        {
            file.Refresh();
            return file.Exists ? new(file.Name, file.LastWriteTimeUtc, file.Length) : new(file.Name, default, 0);
        }

        public static bool IsListed(string folder, string name) =>
            Directory.EnumerateFiles(folder, "*.json").Any(path => Path.GetFileName(path) == name);
    }
}
