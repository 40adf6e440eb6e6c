using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Storage;

/// <summary>
/// EF Core logs a failed command as an error before its caller has looked at it. Here the caller always does: it knows whether the failure
/// is expected, as the first look for the migrations of an empty database is, and reports it once if it is not.
/// </summary>
internal static class QuietFailures
{
    public static DbContextOptionsBuilder LeaveFailuresToCallers(this DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(warnings =>
            warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug)
            )
        );
}
