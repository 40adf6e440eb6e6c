using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Intake;

/// <summary>
/// Takes signoffs from a folder: files are renamed into it, and moved on to <c>accepted/</c> or <c>rejected/</c> (beside a <c>.reason.json</c>)
/// after the answer is on disk. A file that was accepted just before a crash is a duplicate the next time, which is as good.
/// </summary>
internal sealed partial class FolderIntake(FolderIntakeOptions options, IntakeLimits limits, ISignoffDoor door, TimeProvider clock, ILogger<FolderIntake> logger)
    : BackgroundService
{
    private static readonly TimeSpan Rescan = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(options.Folder);
        Directory.CreateDirectory(Path.Combine(options.Folder, "accepted"));
        Directory.CreateDirectory(Path.Combine(options.Folder, "rejected"));
        using var timer = new PeriodicTimer(Rescan, clock);
        do
        {
            await TakeAll(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Takes what is there now, oldest name first.</summary>
    internal async Task TakeAll(CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(options.Folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                await Take(path, cancellationToken);
            }
            catch (IOException e)
            {
                LogUnreadable(Path.GetFileName(path), e.Message);
            }
            catch (UnauthorizedAccessException e)
            {
                LogUnreadable(Path.GetFileName(path), e.Message);
            }
        }
    }

    private async Task Take(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            LogUnreadable(file.Name, "it is a link");
            return;
        }

        // One byte over the limit is enough for the door to see that it is too large.
        var result = await door.Accept(await ReadAtMost(file, limits.MaxBytes + 1, cancellationToken), "file", contentType: null, cancellationToken);
        switch (result)
        {
            case IntakeResult.Accepted or IntakeResult.Duplicate:
                File.Move(path, Free(Path.Combine(options.Folder, "accepted", file.Name)));
                break;
            case IntakeResult.Unavailable:
                break;
            default:
                var target = Free(Path.Combine(options.Folder, "rejected", file.Name));
                await File.WriteAllBytesAsync(target + ".reason.json", Reason(result), cancellationToken);
                File.Move(path, target);
                break;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAtMost(FileInfo file, int most, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        var bytes = new byte[Math.Min(most, stream.Length)];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsMemory(0, read);
    }

    private static byte[] Reason(IntakeResult result) => result switch
    {
        IntakeResult.Conflict conflict => JsonSerializer.SerializeToUtf8Bytes(
            new FolderRefusal(409, "Conflict", conflict.Detail, []), FolderRefusalJson.Default.FolderRefusal),
        IntakeResult.Refused(var problem) => JsonSerializer.SerializeToUtf8Bytes(
            new FolderRefusal(problem.Status, problem.Title, problem.Detail, [.. problem.Errors.Select(e => $"{e.Path}: {e.Message}")]),
            FolderRefusalJson.Default.FolderRefusal),
        _ => throw new InvalidOperationException($"{result} is no refusal."),
    };

    // A name may come twice; nothing that was kept is ever overwritten.
    private static string Free(string path)
    {
        for (var n = 1; ; n++)
        {
            var candidate = n == 1 ? path : $"{path}.{n}";
            if (!File.Exists(candidate))
            {
                return candidate;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{File} in the intake folder is left where it is: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}

/// <summary>The watched folder.</summary>
/// <param name="Folder">Files named <c>*.json</c> in it are signoffs.</param>
internal sealed record FolderIntakeOptions(string Folder);
