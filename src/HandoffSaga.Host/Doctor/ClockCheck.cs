using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether this machine's clock is plausible, by what the store knows of time.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";
    private const string WhatToDo = "Let the machine follow a time server: timedatectl set-ntp true.";

    // Replicas may differ by a few seconds, not by ten.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TooMuch = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var known =
                settings.Store.Kind == StoreKind.Sqlite
                    ? await Newest(settings, cancellationToken)
                    : await Servers(settings.Store.ConnectionString, cancellationToken);
            return [Judge(clock.GetUtcNow(), known, settings.Store.Kind)];
        }
        catch (Exception e)
            when (e is SqliteException or NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            return [Finding.Warn(Name, "it could not be compared with the store", "See what the check of the database says.")];
        }
    }

    /// <summary>What a clock means beside another time.</summary>
    /// <param name="now">This machine's clock.</param>
    /// <param name="known">With SQLite the newest stored time, with PostgreSQL the server's clock; null where there is none.</param>
    /// <param name="kind">Which of both it is.</param>
    public static Finding Judge(DateTimeOffset now, DateTimeOffset? known, StoreKind kind)
    {
        var shows = $"it shows {now:yyyy-MM-dd HH:mm:ss} UTC";
        if (known is not { } other)
            return Finding.Ok(Name, $"{shows}; there is nothing to compare it with");
        if (kind == StoreKind.Sqlite)
        {
            return other - now > TooMuch
                ? Finding.Failed(Name, $"{shows}, but the newest entry is of {other:yyyy-MM-dd HH:mm:ss} UTC: it was set back", WhatToDo)
                : Finding.Ok(Name, $"{shows}; the newest entry is older");
        }

        var apart = (other - now).Duration();
        var differs = $"{shows}; the database server's differs by {apart.TotalSeconds:0.0} s";
        return apart > TooMuch ? Finding.Failed(Name, differs, WhatToDo)
            : apart > Noticeable ? Finding.Warn(Name, differs, WhatToDo)
            : Finding.Ok(Name, differs);
    }

    private static async Task<DateTimeOffset?> Newest(HandoffSettings settings, CancellationToken cancellationToken)
    {
        var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
        if (!File.Exists(database))
            return null;
        await using var connection = new SqliteConnection(ReadOnlyStore.Of(database));
        await connection.OpenAsync(cancellationToken);
        await using var newest = connection.CreateCommand();
        newest.CommandText = "SELECT recorded_at FROM ledger_entries ORDER BY seq DESC LIMIT 1";
        return await newest.ExecuteScalarAsync(cancellationToken) is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    private static async Task<DateTimeOffset?> Servers(string connectionString, CancellationToken cancellationToken)
    {
        var without = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        await using var connection = new NpgsqlConnection(without.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var now = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        return await now.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at.ToUniversalTime()) : null;
    }
}
