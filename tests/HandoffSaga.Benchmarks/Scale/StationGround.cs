using HandoffSaga.Benchmarks.Driving;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>A SQLite file of its own in the working folder, on a real disk.</summary>
/// <param name="name">A name for its folder.</param>
/// <param name="keep">Where it stays for the next run; null for nowhere.</param>
internal sealed class StationGround(string name, string? keep) : Ground
{
    private const int CopiesAtOnce = 20;

    private static readonly CopiedRows Copied = new("event_id_at({0})", "{0} - {1} * 600000");

    private readonly string _folder = keep ?? Path.Combine(Directory.GetCurrentDirectory(), $".benchmark-{name}-{Guid.NewGuid():N}");

    public override IEnumerable<string> Arguments(int replica) => ["--folder", _folder];

    public override Usage Used() => Usage.None();

    public override async Task FillUpTo(int transfers)
    {
        await using var connection = await Open();
        // Nothing reads it meanwhile, and a file that is lost with the power is filled again.
        await Run(connection, "pragma synchronous = off; pragma cache_size = -1000000");
        connection.CreateFunction(
            "event_id_at",
            (long milliseconds) => Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).ToByteArray(bigEndian: true)
        );
        var copies = (transfers - await Transfers() + CopiedRows.Originals - 1) / CopiedRows.Originals;
        await Run(
            connection,
            $"create temp table originals as select correlation_id from transfers order by received_at limit {CopiedRows.Originals}"
        );
        await Run(connection, "create temp table copied (new_id blob, old_id blob, k integer)");
        for (var left = copies; left > 0; left -= CopiesAtOnce)
        {
            await Run(connection, "begin immediate");
            await Run(
                connection,
                $"insert into copied with recursive ks (k) as (select {Math.Max(1, left - CopiesAtOnce + 1)} union all select k + 1 from ks where k < {left}) select randomblob(16), correlation_id, k from ks, originals"
            );
            foreach (var statement in Copied.Statements)
            {
                await Run(connection, statement);
            }

            await Run(connection, "delete from copied");
            await Run(connection, "commit");
        }
    }

    public override async Task Settle()
    {
        await using var connection = await Open();
        await Run(connection, "analyze; pragma wal_checkpoint(truncate)");
    }

    public override async Task<int> EndWaits(DateTimeOffset at)
    {
        await using var connection = await Open();
        return await Run(connection, $"update outbox set due_at = {at.ToUnixTimeMilliseconds()} where not released");
    }

    public override Task<long> Transfers() => Number("select count(*) from transfers");

    public override Task<long> Entries() => Number("select count(*) from ledger_entries");

    protected override string LedgerFolder => Path.Combine(_folder, "ledger");

    public override Task<double> SizeMb() =>
        Task.FromResult(new DirectoryInfo(_folder).EnumerateFiles("handoff.db*").Sum(file => file.Length) / 1048576.0);

    public override ValueTask DisposeAsync()
    {
        if (keep is null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<SqliteConnection> Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "handoff.db")};Pooling=false;Default Timeout=600");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<long> Number(string sql)
    {
        await using var connection = await Open();
        await using var command = new SqliteCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> Run(SqliteConnection connection, string sql)
    {
        await using var command = new SqliteCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
