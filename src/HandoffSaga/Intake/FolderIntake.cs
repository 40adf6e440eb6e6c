using HandoffSaga.Signoffs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Intake;

/// <summary>
/// Accepts signoffs from a folder: files are renamed into it, or written and then left alone, and moved to <c>accepted/</c> or
/// <c>rejected/</c> (with a <c>.reason.json</c>) after the answer is on disk. A file that was accepted just before a crash is a duplicate
/// the next time, which is harmless. A folder that is away is looked for until it is back.
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
    private readonly HashSet<FolderFile> _left = [];
    private readonly HashSet<FolderFile> _failed = [];
    private readonly RestingFiles _resting = new(options.Settle, clock);
    private readonly IntakeArchive _archive = new(folder);
    private bool _isThere;
    private bool _wasThere;
    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rescan, clock);
        do
        {
            await TakeAll(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Processes the files that are there now and at rest, in the order of their names.</summary>
    internal async Task TakeAll(CancellationToken cancellationToken)
    {
        if (Scan() is not { } files)
            return;
        _left.IntersectWith(files);
        _failed.IntersectWith(files);
        foreach (var file in _resting.Of(files).Where(file => !_left.Contains(file)))
        {
            try
            {
                await Take(file, cancellationToken);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // The file was removed meanwhile; one with an undecodable name cannot be opened and stays.
                if (IsListed(file.Name))
                    Leave(file, e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Leave(file, e.Message);
                // It may have stayed on its way; the next scan puts it back.
                _isThere = false;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The others are not to wait for what only this one meets.
                if (_failed.Add(file))
                    LogFailed(e, file.Name);
            }
        }
    }

    /// <summary>The files that are there; null while the folder cannot be read.</summary>
    private List<FolderFile>? Scan()
    {
        try
        {
            if (!_isThere)
                Prepare();
            var files = FolderFile.In(folder);
            if (_isAway)
                LogBack(folder);
            (_isThere, _wasThere, _isAway) = (true, true, false);
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isThere = false;
            if (!_isAway)
                LogAway(folder, e.Message);
            _isAway = true;
            return null;
        }
    }

    // A share that is not mounted must not be replaced by a folder of the same name.
    private void Prepare()
    {
        if (_wasThere && !Directory.Exists(folder))
            throw new DirectoryNotFoundException("It is not there.");
        _archive.Create();
        foreach (var (file, reason) in _archive.PutBackLeftovers())
            LogLeft(file, reason);
    }

    private async Task Take(FolderFile file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file.Name);
        await using var judged = JudgedFile.Open(path);
        // One byte over the limit is enough for the intake to see that it is too large.
        var bytes = await judged.ReadAtMost(options.MaxBytes + 1, cancellationToken);
        if (!_resting.HasRested(file) && !WholeJson.Is(bytes.Span))
            return;
        var result = await intake.Accept(bytes, "file", contentType: null, cancellationToken);
        if (result is IntakeResult.Unavailable)
            return;
        try
        {
            var isMoved = result is IntakeResult.Accepted or IntakeResult.Duplicate
                ? _archive.Accept(judged)
                : _archive.Reject(judged, FolderRejection.Of(result));
            if (!isMoved)
                LogReplaced(file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && judged.IsAt(path))
        {
            // On its way back its entry changed, and with it what the next scan sees.
            Leave(FolderFile.Of(path), e.Message);
        }
    }

    private bool IsListed(string name)
    {
        try
        {
            return FolderFile.IsListed(folder, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next scan reports the folder.
            return false;
        }
    }

    // A judged file that could not be moved is not judged again, because every judgement is recorded in the ledger.
    private void Leave(FolderFile file, string reason)
    {
        _left.Add(file);
        LogLeft(file.Name, reason);
    }

    [LoggerMessage(551, LogLevel.Warning, "{File} in the intake folder is skipped until it changes: {Reason}")]
    private partial void LogLeft(string file, string reason);

    [LoggerMessage(
        553,
        LogLevel.Warning,
        "The intake folder {Folder} cannot be read and is looked for until it is back, everything else goes on: {Reason}"
    )]
    private partial void LogAway(string folder, string reason);

    [LoggerMessage(554, LogLevel.Information, "The intake folder {Folder} is back")]
    private partial void LogBack(string folder);

    [LoggerMessage(
        555,
        LogLevel.Warning,
        "{File} in the intake folder was replaced or changed while it was read; what is there now is read next"
    )]
    private partial void LogReplaced(string file);

    [LoggerMessage(556, LogLevel.Error, "{File} in the intake folder could not be processed; it is tried again at every scan")]
    private partial void LogFailed(Exception failure, string file);
}
