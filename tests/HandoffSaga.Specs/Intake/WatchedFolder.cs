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
    private readonly FolderIntake _intake;

    public WatchedFolder(int maxBytes = 1024)
    {
        new IntakeArchive(Folder).Create();
        _intake = new FolderIntake(Folder, new IntakeOptions { MaxBytes = maxBytes }, this, new FakeTimeProvider(), this);
    }

    public string Folder => _folder.FullName;

    public Func<string, IntakeResult> Says { get; set; } = _ => new IntakeResult.Accepted("PKG-1");

    public List<string> Judged { get; } = [];

    public List<string> Log { get; } = [];

    public string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    public void Put(string name, string text) => File.WriteAllText(Path(name), text);

    public string[] In(string folder) =>
        [.. Directory.GetFileSystemEntries(Path(folder)).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    // On a thread of its own: opening a pipe the wrong way never comes back.
    public Task Look() => Task.Run(() => _intake.TakeAll(CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(20));

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
