using System.Security.Cryptography;
using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// The plant's store: a PostgreSQL database that any number of processes share. Its clock is the server's; only delays are sent. A message
/// sent by a dead process looks like one that a live process is about to finish, so start-up reclaims nothing: the message is sent again
/// when its lease has run out.
/// </summary>
internal sealed class PostgresStore : IStore, IAsyncDisposable
{
    private const int MostInRead = 512;

    // Not the writer's own row: a commit that hangs has that one locked.
    private readonly Guid _heartbeat = Guid.CreateVersion7();
    private readonly PostgresSource _source;
    private readonly PostgresText _text;
    private readonly DurabilityOptions _options;
    private readonly PostgresWriter _writer;
    private readonly PostgresReads _reads;
    private volatile bool _closed;

    /// <param name="connectionString">As for Npgsql.</param>
    /// <param name="options">The engine's settings.</param>
    /// <param name="now">The SQL expression for the present time; another one only where a spec moves the time.</param>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public PostgresStore(string connectionString, DurabilityOptions options, string now = "now()")
    {
        _source = new PostgresSource(connectionString);
        _text = new PostgresText(now);
        _options = options;
        _writer = new PostgresWriter(_source, _text, options.Lease, options.MaxGroup);
        _reads = new PostgresReads(_source, MostInRead);
    }

    public bool IsShared => true;

    public async Task Open(CancellationToken cancellationToken)
    {
        try
        {
            await Forget(cancellationToken);
            await CountOutbox(cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
            when (unavailable.InnerException is { } inner && PostgresStart.Explain(inner) is StoreUnusableException unusable)
        {
            throw unusable;
        }
        catch (Exception failure) when (failure is not StoreUnavailableException && PostgresStart.Explain(failure) is { } explained)
        {
            throw explained;
        }
    }

    public async Task Close()
    {
        _closed = true;
        await _writer.DisposeAsync();
        await _reads.Close();
        await _source.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Close();

    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken) => _writer.Commit(unit);

    public async ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        await _reads.Saga(schema, correlationId);

    public async ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        await _reads.Row(shape, key);

    public async ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        await Ask(
            batch => batch.Add(PostgresText.All(schema)),
            static async (reader, token) =>
            {
                var sagas = new List<StoredSaga>();
                while (await reader.ReadAsync(token))
                    sagas.Add(reader.Saga());
                return sagas;
            },
            cancellationToken
        );

    public async ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        await Ask(
            batch =>
            {
                batch.Add(_text.OutboxDue, ((long)most).Number(), fullDestinations.Texts());
                batch.Add(_text.OutboxNextDue);
                batch.Add(
                    _text.OutboxBeyond,
                    ((long)most).Number(),
                    fullDestinations.Texts(),
                    _options.LongestDelay.Milliseconds().Number()
                );
            },
            static async (reader, token) =>
            {
                var due = await reader.Due(token);
                if (due.Count > 0)
                    return new DueMessages(due, null);
                await reader.NextResultAsync(token);
                await reader.ReadAsync(token);
                TimeSpan? next = reader.IsDBNull(0) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(0));
                await reader.NextResultAsync(token);
                var beyond = await reader.Due(token);
                return beyond.Count > 0 ? new DueMessages(beyond, null) : new DueMessages([], next);
            },
            cancellationToken
        );

    public async Task<IReadOnlyList<OutgoingMessage>> Claim(
        IReadOnlyList<Guid> due,
        IReadOnlyList<Guid> inMemory,
        CancellationToken cancellationToken
    ) =>
        await Ask(
            batch =>
            {
                var leased = _options.Lease.Milliseconds();
                batch.Add(_text.OutboxClaim, due.Order().Uuids(), leased.Number(), _options.LongestDelay.Milliseconds().Number());
                batch.Add(_text.OutboxRenew, inMemory.Order().Uuids(), leased.Number());
            },
            static async (reader, token) =>
            {
                var claimed = new List<OutgoingMessage>();
                while (await reader.ReadAsync(token))
                    claimed.Add(reader.Message());
                return claimed;
            },
            cancellationToken
        );

    public async ValueTask<long> CountOutbox(CancellationToken cancellationToken) =>
        await Ask(
            batch => batch.Add(PostgresText.OutboxCount),
            static async (reader, token) =>
            {
                await reader.ReadAsync(token);
                return reader.GetInt64(0);
            },
            cancellationToken
        );

    /// <summary>In a transaction of several statements: a pooler that keeps none together is found out here.</summary>
    private async Task Forget(CancellationToken cancellationToken)
    {
        var connection = await _source.Open(cancellationToken);
        await using (connection)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var batch = connection.Begin();
            await using (transaction)
            await using (batch)
            {
                batch.Add(_text.WritersForget);
                await batch.ExecuteNonQueryAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        }
    }

    public async Task Beat(int bytes, CancellationToken cancellationToken) =>
        await Ask(
            batch =>
            {
                batch.Add(_text.HeartbeatMark, _heartbeat.Uuid());
                if (bytes == 0)
                    return;
                // What the server can compress would need no room.
                batch.Add(_text.HeartbeatRoom, _heartbeat.Uuid(), RandomNumberGenerator.GetBytes(bytes).Binary());
                batch.Add(PostgresText.HeartbeatRoomBack, _heartbeat.Uuid());
            },
            static (_, _) => Task.FromResult(0),
            cancellationToken
        );

    /// <summary>One round trip outside the groups, for rare queries.</summary>
    private async Task<T> Ask<T>(
        Action<NpgsqlBatch> question,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> answer,
        CancellationToken cancellationToken
    )
    {
        if (_closed)
            throw new StoreUnavailableException("The store is not open.");
        try
        {
            var connection = await _source.Open(cancellationToken);
            var batch = connection.Begin();
            await using (connection)
            await using (batch)
            {
                question(batch);
                var reader = await batch.Read(cancellationToken);
                await using (reader)
                {
                    var answered = await answer(reader, cancellationToken);
                    // A later statement's failure comes with its result, and undoes the earlier ones.
                    while (await reader.NextResultAsync(cancellationToken)) { }

                    return answered;
                }
            }
        }
        catch (Exception failure)
            when (failure.Fault() != StoreFault.RowsOnly
                && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            )
        {
            throw failure.AsUnavailable();
        }
    }
}

internal static class PostgresRows
{
    public static async Task<List<DueMessage>> Due(this NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var due = new List<DueMessage>();
        while (await rows.ReadAsync(cancellationToken))
            due.Add(new DueMessage(rows.GetGuid(0), rows.GetString(1)));
        return due;
    }

    public static StoredSaga Saga(this NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2));

    public static OutgoingMessage Message(this NpgsqlDataReader row) =>
        new()
        {
            Token = row.IsDBNull(0) ? null : row.GetGuid(0),
            CorrelationId = row.IsDBNull(1) ? null : row.GetGuid(1),
            Destination = row.GetString(2),
            ContentType = row.GetString(3),
            Headers = row.IsDBNull(4) ? null : row.GetString(4),
            Body = row.GetFieldValue<byte[]>(5),
            MessageType = row.GetString(6),
            ResendAfter = row.IsDBNull(7) ? null : TimeSpan.FromMilliseconds(row.GetInt64(7)),
            MessageId = row.GetGuid(8),
            IsFromOutbox = true,
        };
}
