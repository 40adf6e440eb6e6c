using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using HandoffSaga.Durability.Postgres;
using MassTransit;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client.Exceptions;
using SQLitePCL;

namespace HandoffSaga.Durability;

/// <summary>
/// Whether a failure is that of the message, which would fail again everywhere and at any time. What is wrong with the store, the disk, the
/// network or this process is not: the message goes back to the broker and comes again.
/// </summary>
internal static class PoisonCause
{
    public static bool IsTheMessages(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AggregateException several)
                return several.InnerExceptions.All(IsTheMessages);
            if (cause is DbException database)
                return ConcernsRowsOnly(database);
            if (IsOfTheSurroundings(cause))
                return false;
        }

        return true;
    }

    private static bool ConcernsRowsOnly(DbException failure) =>
        failure switch
        {
            SqliteException error => error.SqliteErrorCode is raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH,
            _ => failure.Fault() == StoreFault.RowsOnly,
        };

    private static bool IsOfTheSurroundings(Exception failure) =>
        failure
            is StoreUnavailableException
                or StoreUnusableException
                or StoreInUseException
                or UnitOfWorkConflictException
                or ConcurrencyException
                or ConnectionException
                or TransportException
                or RabbitMQClientException
                or SocketException
                or HttpRequestException
                or AuthenticationException
                or IOException
                or UnauthorizedAccessException
                or TimeoutException
                or OperationCanceledException
                or ObjectDisposedException
                or OutOfMemoryException;
}
