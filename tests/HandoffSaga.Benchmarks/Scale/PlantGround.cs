using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Plant;
using Npgsql;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>A database of its own on the private servers, and their broker.</summary>
internal sealed class PlantGround : Ground
{
    private const int CopiesAtOnce = 50;

    private static readonly CopiedRows Copied = new(
        "(lpad(to_hex((extract(epoch from {0}) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid",
        "{0} - {1} * interval '10 minutes'"
    );

    private readonly PlantServers _servers;
    private readonly string _database;
    private readonly string _folder;
    private readonly bool _kept;
    private readonly NpgsqlDataSource _source;

    private PlantGround(PlantServers servers, string database, string folder, bool kept)
    {
        (_servers, _database, _folder, _kept) = (servers, database, folder, kept);
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { CommandTimeout = 0 }.ConnectionString);
    }

    public override Uri Broker => _servers.Broker;

    /// <param name="servers">Where the database is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="keep">Where what belongs to it stays for the next run; null for nowhere.</param>
    public static async Task<PlantGround> Lay(PlantServers servers, string name, string? keep) =>
        new(
            servers,
            await servers.OwnDatabase(name),
            keep ?? Directory.CreateTempSubdirectory("handoff-benchmark-").FullName,
            keep is not null
        );

    public override IEnumerable<string> Arguments(int replica) =>
        ["--servers", _servers.Folder, "--database", _database, "--folder", Replica(replica), "--key", Path.Combine(_folder, "ledger.key")];

    public override Usage Used() => _servers.Used(_database);

    public override async Task FillUpTo(int transfers)
    {
        var copies = (transfers - await Transfers() + CopiedRows.Originals - 1) / CopiedRows.Originals;
        await using var connection = await _source.OpenConnectionAsync();
        await Run(connection, "set synchronous_commit = off; set enable_mergejoin = off");
        await Run(
            connection,
            $"create temp table originals as select correlation_id from transfers order by received_at limit {CopiedRows.Originals}"
        );
        for (var left = copies; left > 0; left -= CopiesAtOnce)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Run(
                connection,
                $"create temp table copied on commit drop as select gen_random_uuid() as new_id, correlation_id as old_id, k from generate_series({Math.Max(1, left - CopiesAtOnce + 1)}, {left}) k, originals"
            );
            foreach (var statement in Copied.Statements)
            {
                await Run(connection, statement);
            }

            await transaction.CommitAsync();
        }
    }

    public override async Task Settle()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await Run(connection, "vacuum (analyze)");
        await Run(connection, "checkpoint");
    }

    public override async Task<int> EndWaits(DateTimeOffset at)
    {
        await using var command = _source.CreateCommand("update outbox set due_at = $1 where not released");
        command.Parameters.Add(new() { Value = at });
        return await command.ExecuteNonQueryAsync();
    }

    public override async Task<long> Transfers() => await Number("select count(*) from transfers");

    public override Task<long> Entries() => Number("select count(*) from ledger_entries");

    protected override string LedgerFolder => Path.Combine(Replica(0), "ledger");

    public override async Task<double> SizeMb() => await Number("select pg_database_size(current_database())") / 1048576.0;

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        if (!_kept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Replica(int number) => Path.Combine(_folder, $"replica-{number}");

    private async Task<long> Number(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
