using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>Looks through a whole database file for damage. It changes nothing, and may run beside the process that uses the file.</summary>
public static class SqliteFileCheck
{
    private const int StepsBetweenLooks = 10_000;
    private const int MostFindings = 20;

    /// <summary>SQLite's <c>quick_check</c>: everything but whether each index has exactly the rows of its table.</summary>
    /// <param name="database">The database file.</param>
    /// <param name="budget">How long it may take.</param>
    /// <param name="clock">Measures that.</param>
    /// <param name="cancellationToken">Ends it as the budget does.</param>
    public static SqliteFileFindings Quick(string database, TimeSpan budget, TimeProvider clock, CancellationToken cancellationToken) =>
        Run(database, "quick_check", budget, clock, cancellationToken);

    /// <summary>SQLite's <c>integrity_check</c>, however long it takes.</summary>
    /// <param name="database">The database file.</param>
    /// <param name="clock">Measures nothing here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static SqliteFileFindings Full(string database, TimeProvider clock, CancellationToken cancellationToken) =>
        Run(database, "integrity_check", Timeout.InfiniteTimeSpan, clock, cancellationToken);

    private static SqliteFileFindings Run(
        string database,
        string check,
        TimeSpan budget,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(clock);
        var from = clock.GetTimestamp();
        List<string> found = [];
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = database,
                    Mode = SqliteOpenMode.ReadOnly,
                    Pooling = false,
                }.ToString()
            );
            connection.Open();
            delegate_progress look = _ => IsOver() ? 1 : 0;
            raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, look, null);
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {check}({MostFindings})";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (reader.GetString(0) is var line and not "ok")
                    found.Add(line.ReplaceLineEndings(" "));
            }

            GC.KeepAlive(look);
            // A check that is interrupted may also end without an error, and without having found anything.
            return new(found, isWhole: !IsOver());
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_CORRUPT)
        {
            return new([.. found, failure.Message], isWhole: false);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return new(found, isWhole: false);
        }

        bool IsOver() =>
            cancellationToken.IsCancellationRequested || (budget != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(from) >= budget);
    }
}

/// <summary>What was found in a database file.</summary>
/// <param name="damage">What is wrong, in SQLite's words.</param>
/// <param name="isWhole">Whether the whole file was looked at.</param>
public sealed class SqliteFileFindings(IReadOnlyList<string> damage, bool isWhole)
{
    /// <summary>What is wrong, in SQLite's words; empty when nothing is.</summary>
    public IReadOnlyList<string> Damage => damage;

    /// <summary>Whether the whole file was looked at.</summary>
    public bool IsWhole => isWhole;
}
