using System.Text;
using HandoffSaga.Intake;
using HandoffSaga.Signoffs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Intake;

/// <summary>An intake folder whose door answers as the specification says.</summary>
internal sealed class WatchedFolder : IDisposable, ISignoffIntake, ILogger<FolderIntake>
{
    public static readonly IntakeResult Rejected = new IntakeResult.Rejected(
        new SignoffProblem(new SignoffProblemKind("not_json", "Not JSON", 400), "It is not JSON.", [], null)
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handoff-intake-");
    private readonly FakeTimeProvider _clock = new();
    private readonly FolderIntake _intake;

    public WatchedFolder(int maxBytes = 1024)
    {
        _intake = new FolderIntake(Folder, new IntakeOptions { MaxBytes = maxBytes }, this, _clock, this);
        // The first look, which makes the folders of the archive.
        _intake.TakeAll(CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
    }

    public string Folder => _folder.FullName;

    public Func<string, IntakeResult> Says { get; set; } = _ => new IntakeResult.Accepted("PKG-1");

    public List<string> Judged { get; } = [];

    public List<string> Log { get; } = [];

    public string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    public void Put(string name, string text) => File.WriteAllText(Path(name), text);

    /// <summary>Writes a file elsewhere on the disk and renames it into the folder, after a moment that its clock can tell.</summary>
    public void RenameIn(string name, string text)
    {
        var elsewhere = Path("accepted", name + ".tmp");
        File.WriteAllText(elsewhere, text);
        File.SetLastWriteTimeUtc(elsewhere, File.GetLastWriteTimeUtc(elsewhere).AddSeconds(-1));
        File.Move(elsewhere, Path(name), overwrite: true);
    }

    public string[] In(string folder) =>
        [.. Directory.GetFileSystemEntries(Path(folder)).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TimeSpan Settle => new IntakeOptions().Settle;

    public void Pass(TimeSpan time) => _clock.Advance(time);

    /// <summary>One scan. On a thread of its own: opening a pipe the wrong way never comes back.</summary>
    public Task Scan() => Task.Run(() => _intake.TakeAll(CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>The intake of the next process, on the same folder.</summary>
    public FolderIntake Next() => new(Folder, new IntakeOptions(), this, _clock, this);

    /// <summary>Two scans, so far apart that what does not change between them is at rest.</summary>
    public async Task Look()
    {
        await Scan();
        Pass(Settle);
        await Scan();
    }

    public Task<IntakeResult> RejectTooLarge(ReadOnlyMemory<byte> beginning, string source, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A folder gives the door what is too large to see for itself.");

    public Task<IntakeResult> Accept(ReadOnlyMemory<byte> body, string source, string? contentType, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        Judged.Add(text);
        return Task.FromResult(Says(text));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Log.Add(formatter(state, exception));

    public void Dispose()
    {
        _intake.Dispose();
        _folder.Delete(recursive: true);
    }
}
