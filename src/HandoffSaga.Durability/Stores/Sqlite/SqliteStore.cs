using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>The station's store: one SQLite file, one process, one writer, and readers that do not wait for it.</summary>
internal sealed class SqliteStore : IStore, IDisposable
{
    /// <summary>The machine's clock is read and set in steps that mean nothing.</summary>
    private static readonly TimeSpan LeastChange = TimeSpan.FromSeconds(2);

    private readonly string _database;
    private readonly string _connectionString;
    private readonly DueClock _clock;
    private readonly DurabilityOptions _options;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteFilePlace _place;
    private readonly StampRenewal _stamp;
    private SqliteFileLock? _fileLock;

    public SqliteStore(string connectionString, DurabilityOptions options, TimeProvider clock)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        if (settings.Mode == SqliteOpenMode.Memory || settings.DataSource is "" or ":memory:")
            throw new ArgumentException("A durable store needs a file: Data Source=handoff.db", nameof(connectionString));
        _database = Path.GetFullPath(settings.DataSource);
        settings.DataSource = _database;
        settings.Mode = SqliteOpenMode.ReadWrite;
        settings.Pooling = false;
        _connectionString = settings.ToString();
        _clock = new DueClock(clock);
        _options = options;
        _place = new SqliteFilePlace(_database, _connectionString);
        _stamp = new StampRenewal(_database, clock);
        _writer = new SqliteWriter(_connectionString, options.MaxGroup, _place, _stamp);
        _readers = new SqliteReaders(_connectionString, _place);
    }

    public bool IsShared => false;

    public Task Open(CancellationToken cancellationToken)
    {
        _fileLock = SqliteFileLock.Take(_database);
        try
        {
            _place.Open();
            var session = new SqliteSession(_connectionString, SqliteSession.LargeCache);
            session.Statement(SqliteText.OutboxRecover).Bind(1, _clock.Now).Run();
            _stamp.Renew(session);
            _writer.Start(session);
            return Task.CompletedTask;
        }
        catch (SqliteException failure)
        {
            _place.Dispose();
            _fileLock.Dispose();
            throw SqliteStart.Explain(failure, _database)
                ?? new InvalidOperationException(
                    $"The database {_database} cannot be opened as it is; its schema is made before the store is opened. {failure.Message}",
                    failure
                );
        }
    }

    public Task Close()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        _place.Dispose();
        _fileLock?.Dispose();
        _fileLock = null;
    }

    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        var write = new UnitWrite(unit, _clock, _options.Lease);
        _writer.Add(write);
        return write.Outcome;
    }

    public Task<IReadOnlyList<OutgoingMessage>> Claim(
        IReadOnlyList<Guid> due,
        IReadOnlyList<Guid> inMemory,
        CancellationToken cancellationToken
    )
    {
        var write = new ClaimWrite(due, inMemory, _clock, _options);
        _writer.Add(write);
        return write.Outcome;
    }

    public Task Beat(int bytes, CancellationToken cancellationToken)
    {
        var write = new BeatWrite(bytes, _clock);
        _writer.Add(write);
        return write.Outcome;
    }

    public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        new(
            _readers.Read(
                (schema, correlationId),
                static (session, of) => Row(session.Statement(of.schema, StatementKind.Find).Bind(1, of.correlationId), Saga)
            )
        );

    public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        new(
            _readers.Read(
                schema,
                static (session, schema) => (IReadOnlyList<StoredSaga>)Rows(session.Statement(schema, StatementKind.All), Saga)
            )
        );

    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        new(
            _readers.Read(
                (shape, key),
                static (session, of) =>
                {
                    var statement = session.Statement(of.shape, StatementKind.Find);
                    for (var i = 0; i < of.shape.KeyLength; i++)
                        statement.Bind(i + 1, of.shape.Columns[i], of.key[i]);
                    return Row(
                        statement,
                        row => (IReadOnlyList<object?>)[.. of.shape.Columns.Select((column, i) => row.Value(i, column.Kind))]
                    );
                }
            )
        );

    public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        new(
            _readers.Read(
                (now: _clock.Now, most, full: JsonSerializer.Serialize(fullDestinations), longest: _options.LongestDelay.Milliseconds()),
                static (session, of) =>
                {
                    var due = Rows(
                        session.Statement(SqliteText.OutboxDue).Bind(1, of.now).Bind(2, of.most).Bind(3, of.full),
                        row => new DueMessage(row.Uuid(0), row.Text(1))
                    );
                    if (due.Count == 0)
                    {
                        due = Rows(
                            session
                                .Statement(SqliteText.OutboxBeyond)
                                .Bind(1, of.now)
                                .Bind(2, of.most)
                                .Bind(3, of.full)
                                .Bind(4, of.longest),
                            row => new DueMessage(row.Uuid(0), row.Text(1))
                        );
                    }

                    if (due.Count > 0)
                        return new DueMessages(due, null);
                    var next = Row(
                        session.Statement(SqliteText.OutboxNextDue).Bind(1, of.now),
                        row => row.IsNull(0) ? null : (long?)row.Integer(0)
                    );
                    return new DueMessages([], next is { } at ? TimeSpan.FromMilliseconds(at - of.now) : null);
                }
            )
        );

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) =>
        new(_readers.Read(0, static (session, _) => Row(session.Statement(SqliteText.OutboxCount), row => row.Integer(0))));

    public ValueTask<TimeSpan> FollowClock(CancellationToken cancellationToken)
    {
        var by = _clock.Change;
        if (by.Duration() < LeastChange)
            return new(TimeSpan.Zero);
        var write = new ClockWrite(by, _clock);
        _writer.Add(write);
        return new(write.Outcome);
    }

    private static StoredSaga Saga(SqliteStatement row) => new(row.Uuid(0), (int)row.Integer(1), row.Bytes(2));

    private static T? Row<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        try
        {
            return statement.Step() ? read(statement) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static List<T> Rows<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        try
        {
            var rows = new List<T>();
            while (statement.Step())
                rows.Add(read(statement));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
