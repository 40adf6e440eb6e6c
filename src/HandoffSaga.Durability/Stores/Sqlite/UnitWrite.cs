using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

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
