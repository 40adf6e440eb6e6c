using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// Gives an open database its next generation, at the start and every hour in which it was written to: a copy made before is recognised
/// afterwards. The file beside it is written first and tightened last, so that the process may die at any point: the generation in the
/// file is always one that the file beside it allows.
/// </summary>
internal sealed class StampRenewal(string database, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private long _renewedAt;

    public void RenewIfDue(SqliteSession session)
    {
        if (clock.GetElapsedTime(_renewedAt) >= Every)
            Renew(session);
    }

    /// <summary>Call it on the writer's thread. What fails here costs nothing but a copy that is not recognised: it is tried again.</summary>
    public void Renew(SqliteSession session)
    {
        _renewedAt = clock.GetTimestamp();
        try
        {
            var known = StampBeside.Of(database);
            var (held, generation) = (session.Number("PRAGMA application_id"), session.Number("PRAGMA user_version"));
            var id = held != 0 ? (int)held : known?.Id ?? Random.Shared.Next(1, int.MaxValue);
            var next = (int)Math.Max(generation, known?.To ?? 0) + 1;
            Traces.Mark("handoff.stamp", "begins");
            new StampBeside(id, known?.From ?? 0, next).Write(database);
            Traces.Mark("handoff.stamp", "allowed");
            Write(session, id, next);
            Traces.Mark("handoff.stamp", "committed");
            var isInFile = session.Checkpoint();
            Traces.Mark("handoff.stamp", "copied");
            // A reader of an older state, such as a backup in progress, keeps it from the file: then the next renewal tightens it.
            if (isInFile)
                new StampBeside(id, next, next).Write(database);
            Traces.Mark("handoff.stamp", "tightened");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException) { }
    }

    private static void Write(SqliteSession session, int id, int generation)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            session.Execute($"PRAGMA application_id = {id}");
            session.Execute($"PRAGMA user_version = {generation}");
            session.Execute("COMMIT");
        }
        catch (SqliteException)
        {
            if (session.IsInTransaction)
                session.Execute("ROLLBACK");
            throw;
        }
    }
}
