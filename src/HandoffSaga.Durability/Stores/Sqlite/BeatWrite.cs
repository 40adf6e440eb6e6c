namespace HandoffSaga.Durability.Sqlite;

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
