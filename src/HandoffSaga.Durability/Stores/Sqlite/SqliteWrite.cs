using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>One caller's part of a group commit, and the caller's wait for its outcome.</summary>
internal abstract class SqliteWrite
{
    /// <summary>What it is about, for traces.</summary>
    public abstract string Message { get; }

    /// <summary>Whether it is a group of its own, because what follows depends on its outcome.</summary>
    public virtual bool IsAlone => false;

    /// <summary>Runs its statements inside the group's transaction; false on a conflict.</summary>
    public abstract bool Apply(SqliteSession session);

    public abstract void Committed();

    public abstract void Rejected();

    public abstract void Failed(Exception failure);
}

/// <summary>A unit of work waiting for its commit.</summary>
internal sealed class UnitWrite(UnitOfWork unit, DueClock clock, TimeSpan lease) : SqliteWrite
{
    private readonly TaskCompletionSource<CommitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Message => unit.Message;

    public Task<CommitOutcome> Outcome => _outcome.Task;

    public override void Committed() => _outcome.TrySetResult(CommitOutcome.Committed);

    public override void Rejected() => _outcome.TrySetResult(CommitOutcome.Conflict);

    public override void Failed(Exception failure) => _outcome.TrySetException(failure);

    public override bool Apply(SqliteSession session)
    {
        if (unit.Saga is { } saga && !Write(session, saga))
            return false;
        foreach (var row in unit.Rows)
        {
            if (!Write(session, row))
                return false;
        }

        if (unit.Consumed is { } consumed)
            session.Statement(SqliteText.OutboxConsumed).Bind(1, consumed).Run();
        foreach (var token in unit.Cancelled)
            session.Statement(SqliteText.OutboxCancel).Bind(1, token).Run();
        foreach (var message in unit.Messages)
            Write(session, message);
        return true;
    }

    private static bool Write(SqliteSession session, SagaWrite saga)
    {
        if (saga is not SagaPut put)
            return session.Statement(saga.Schema, StatementKind.Delete).Bind(1, saga.CorrelationId).Bind(2, saga.Expected).Run() == 1;

        var statement = session
            .Statement(put.Schema, put.Expected == 0 ? StatementKind.Insert : StatementKind.Update)
            .Bind(1, put.CorrelationId)
            .Bind(2, put.Version)
            .Bind(3, put.CurrentState)
            .Bind(4, put.Body);
        var columns = put.Schema.Projection;
        for (var i = 0; i < columns.Count; i++)
        {
            if (put.Expected == 0 || !columns[i].WrittenOnce)
                statement.Bind(i + 5, columns[i], put.Projection[i]);
        }

        if (put.Expected != 0)
            return statement.Bind(columns.Count + 5, put.Expected).Run() == 1;
        return RanOnNewKey(statement);
    }

    private static bool Write(SqliteSession session, Row row)
    {
        var statement = session.Statement(row.Shape, StatementKind.Insert);
        for (var i = 0; i < row.Values.Count; i++)
            statement.Bind(i + 1, row.Shape.Columns[i], row.Values[i]);
        if (row.Shape.Mode == RowMode.Append)
            return RanOnNewKey(statement);
        statement.Run();
        return true;
    }

    private void Write(SqliteSession session, OutgoingMessage message) =>
        session
            .Statement(SqliteText.OutboxInsert)
            .Bind(1, message.MessageId)
            .Bind(2, message.Token)
            .Bind(3, message.CorrelationId)
            .Bind(4, message.Destination)
            .Bind(5, message.ContentType)
            .Bind(6, message.Headers)
            .Bind(7, message.Body)
            .Bind(8, clock.Now + message.DueIn(lease).Milliseconds())
            .Bind(9, message.IsScheduled ? 0 : 1)
            .Bind(10, message.ResendAfter is null ? 0 : 1)
            .Bind(11, message.ResendAfter?.Milliseconds())
            .Bind(12, message.MessageType)
            .Run();

    private static bool RanOnNewKey(SqliteStatement statement)
    {
        try
        {
            statement.Run();
            return true;
        }
        catch (SqliteException failure) when (failure.IsTakenKey())
        {
            return false;
        }
    }
}

/// <summary>The sweeper's claim on due messages.</summary>
internal sealed class ClaimWrite(IReadOnlyList<Guid> due, IReadOnlyList<Guid> inMemory, DueClock clock, DurabilityOptions options)
    : SqliteWrite
{
    private readonly TaskCompletionSource<IReadOnlyList<OutgoingMessage>> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<OutgoingMessage> _claimed = new(due.Count);

    public override string Message => "claim";

    public Task<IReadOnlyList<OutgoingMessage>> Outcome => _outcome.Task;

    public override void Committed() => _outcome.TrySetResult(_claimed);

    public override void Rejected() => _outcome.TrySetException(new InvalidOperationException("A claim cannot be rejected."));

    public override void Failed(Exception failure) => _outcome.TrySetException(failure);

    public override bool Apply(SqliteSession session)
    {
        _claimed.Clear();
        var now = clock.Now;
        foreach (var messageId in inMemory)
            session.Statement(SqliteText.OutboxRenew).Bind(1, messageId).Bind(2, now).Bind(3, options.Lease.Milliseconds()).Run();
        foreach (var messageId in due)
            Claim(session, messageId, now);
        return true;
    }

    private void Claim(SqliteSession session, Guid messageId, long now)
    {
        var row = session
            .Statement(SqliteText.OutboxClaim)
            .Bind(1, messageId)
            .Bind(2, now)
            .Bind(3, options.Lease.Milliseconds())
            .Bind(4, options.LongestDelay.Milliseconds());
        try
        {
            if (!row.Step())
                return;
            _claimed.Add(
                new()
                {
                    MessageId = messageId,
                    Token = row.IsNull(0) ? null : row.Uuid(0),
                    CorrelationId = row.IsNull(1) ? null : row.Uuid(1),
                    Destination = row.Text(2),
                    ContentType = row.Text(3),
                    Headers = row.IsNull(4) ? null : row.Text(4),
                    Body = row.Bytes(5),
                    MessageType = row.Text(6),
                    ResendAfter = row.IsNull(7) ? null : TimeSpan.FromMilliseconds(row.Integer(7)),
                    IsFromOutbox = true,
                }
            );
            row.Step();
        }
        finally
        {
            row.Reset();
        }
    }
}

/// <summary>
/// A write that leaves nothing behind: a message is put into the outbox and taken out again, which changes the pages that real ones change
/// and needs room for as many.
/// </summary>
internal sealed class BeatWrite(int bytes, DueClock clock) : SqliteWrite
{
    private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Message => "heartbeat";

    public Task Outcome => _outcome.Task;

    public override void Committed() => _outcome.TrySetResult();

    public override void Rejected() => _outcome.TrySetException(new InvalidOperationException("A heartbeat cannot be rejected."));

    public override void Failed(Exception failure) => _outcome.TrySetException(failure);

    public override bool Apply(SqliteSession session)
    {
        var messageId = Guid.NewGuid();
        session
            .Statement(SqliteText.OutboxInsert)
            .Bind(1, messageId)
            .Bind(2, (Guid?)null)
            .Bind(3, (Guid?)null)
            .Bind(4, "")
            .Bind(5, "")
            .Bind(6, (string?)null)
            .Bind(7, new byte[bytes])
            .Bind(8, clock.Now)
            .Bind(9, 0L)
            .Bind(10, 0L)
            .Bind(11, (long?)null)
            .Bind(12, Message)
            .Run();
        session.Statement(SqliteText.OutboxConsumed).Bind(1, messageId).Run();
        return true;
    }
}

/// <summary>
/// Takes over the machine's time after the clock was set. Set back, the due times go back with it, so that each wait stays as long as it
/// was; set forward, they stay, and what they have passed is due.
/// </summary>
internal sealed class ClockWrite(TimeSpan by, DueClock clock) : SqliteWrite
{
    private readonly TaskCompletionSource<TimeSpan> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Message => "clock";

    public override bool IsAlone => true;

    public Task<TimeSpan> Outcome => _outcome.Task;

    public override bool Apply(SqliteSession session)
    {
        if (by < TimeSpan.Zero)
            session.Statement(SqliteText.OutboxMove).Bind(1, by.Ticks / TimeSpan.TicksPerMillisecond).Run();
        return true;
    }

    public override void Committed()
    {
        clock.Follow(by);
        _outcome.TrySetResult(by);
    }

    public override void Rejected() => _outcome.TrySetException(new InvalidOperationException("A clock that was set cannot be rejected."));

    public override void Failed(Exception failure) => _outcome.TrySetException(failure);
}
