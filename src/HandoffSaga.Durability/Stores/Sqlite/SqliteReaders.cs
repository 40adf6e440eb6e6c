using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>Connections for reading. In WAL mode they see the last commit and never wait for a commit in progress.</summary>
internal sealed class SqliteReaders(string connectionString, SqliteFilePlace place) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _disposed;

    public T Read<TOf, T>(TOf of, Func<SqliteSession, TOf, T> read)
    {
        SqliteSession? session = null;
        try
        {
            if (!_idle.TryTake(out session))
                session = Open();
            var result = read(session, of);
            Return(session);
            return result;
        }
        catch (SqliteException failure)
        {
            session?.Dispose();
            if (failure.AsUnavailable() is { } unavailable)
                throw unavailable;
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private SqliteSession Open()
    {
        place.ThrowIfLeft();
        return new SqliteSession(connectionString, SqliteSession.SmallCache);
    }

    private void Return(SqliteSession session)
    {
        if (_disposed)
            session.Dispose();
        else
            _idle.Add(session);
    }
}
