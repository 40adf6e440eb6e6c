namespace HandoffSaga.Durability.Sqlite;

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
