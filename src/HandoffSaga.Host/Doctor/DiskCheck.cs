using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether there is room, and for how long at the pace of the last week.</summary>
internal static class DiskCheck
{
    public const string Name = "disk";
    public static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    private const long Mebibyte = 1024 * 1024;
    private const long TooLittle = 100 * Mebibyte;
    private const long Little = 1024 * Mebibyte;

    // What is in the store of the ledger is in ledger/ once more; nobody knows how much of a file that is.
    private const int StoreAndLedger = 2;

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = settings.DataFolder;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
            folder = above;
        long free;
        try
        {
            free = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [Finding.Warn(Name, $"nobody can tell how much room there is: {e.Message}", "Look at it by hand (df).")];
        }

        return [Judge(free, await Daily(settings, clock, cancellationToken))];
    }

    /// <summary>What so much room means.</summary>
    /// <param name="free">Bytes that are free.</param>
    /// <param name="daily">Bytes that are written on a day; null when nobody can tell.</param>
    public static Finding Judge(long free, double? daily)
    {
        var room = $"{free / Mebibyte} MiB are free on the disk of DataFolder";
        var left = daily is > 0 ? free / daily.Value : double.PositiveInfinity;
        return free < TooLittle ? Finding.Failed(Name, room, "Make room: on a full disk no signoff is accepted.")
            : left < Soon.TotalDays
                ? Finding.Warn(
                    Name,
                    $"{room}; at the pace of the last week they are used in {left:0.0} days",
                    "Make room, or give it a larger disk."
                )
            : free < Little ? Finding.Warn(Name, room, "Make room: on a full disk no signoff is accepted.")
            : Finding.Ok(Name, room);
    }

    /// <summary>From the store alone, so that nothing has to be recorded: its bytes for each transfer, and the transfers of the last week.</summary>
    private static async Task<double?> Daily(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (settings.Store.Kind != StoreKind.Sqlite)
            return null;
        var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            await using var connection = new SqliteConnection(ReadOnlyStore.Of(database));
            await connection.OpenAsync(cancellationToken);
            await using var count = connection.CreateCommand();
            count.CommandText = """
                SELECT (SELECT count(*) FROM transfers), count(*), coalesce(min(received_at), 0)
                FROM transfers WHERE received_at > $since AND received_at <= $now
                """;
            count.Parameters.AddWithValue("$since", now - (long)Soon.TotalMilliseconds);
            count.Parameters.AddWithValue("$now", now);
            await using var row = await count.ExecuteReaderAsync(cancellationToken);
            if (!await row.ReadAsync(cancellationToken) || row.GetInt64(0) == 0 || row.GetInt64(1) == 0)
                return null;
            // A station that is younger than a week has a pace too; one that is younger than a day has none yet.
            var days = Math.Max(1, TimeSpan.FromMilliseconds(now - row.GetInt64(2)).TotalDays);
            return (double)new FileInfo(database).Length / row.GetInt64(0) * row.GetInt64(1) / days * StoreAndLedger;
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            // The check of the database says what is wrong with it.
            return null;
        }
    }
}
