using System.Text.Json;
using HandoffSaga.Benchmarks.Driving;
using Npgsql;
using RabbitMQ.Client;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>
/// What a pipeline costs that was written by hand for this one job: RabbitMQ.Client and Npgsql, no framework, no schedule, no ledger, no
/// attempts. The same five durable messages and two durable writes for a handoff, in batches of up to 200 with one commit and one round of
/// confirms each. Delivery is at least once: a batch is acknowledged after its commit and its confirms, and every write may be repeated.
/// </summary>
internal sealed class HandwrittenPipeline(Uri broker, string database) : IVariant
{
    private const string Signoffs = "handwritten.signoffs";
    private const string VaultCommands = "handwritten.vault";
    private const string NodeCommands = "handwritten.node";
    private const string Replies = "handwritten.replies";

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(database);
    private readonly List<BatchStage> _stages = [];
    private IConnection? _connection;
    private IChannel? _intake;

    public event Action<string>? Completed;

    public async Task Start()
    {
        await using (
            var schema = _database.CreateCommand(
                "create table if not exists handwritten_transfer (package_id text primary key, signoff bytea not null, vault boolean not null default false, node boolean not null default false)"
            )
        )
        {
            await schema.ExecuteNonQueryAsync();
        }

        _connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        _intake = await _connection.CreateChannelAsync(BatchStage.Confirmed);
        _stages.Add(await BatchStage.Start(_connection, Signoffs, Begin));
        _stages.Add(await BatchStage.Start(_connection, VaultCommands, (batch, publish) => Deliver(batch, publish, "v")));
        _stages.Add(await BatchStage.Start(_connection, NodeCommands, (batch, publish) => Deliver(batch, publish, "n")));
        _stages.Add(await BatchStage.Start(_connection, Replies, Settle));
    }

    public async Task Submit(string packageId, byte[] signoff) => await BatchStage.Publish(_intake!, Signoffs, packageId, signoff);

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in _stages)
        {
            await stage.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    /// <summary>Writes the transfers, then sends both commands of each; the package travels in the vault's.</summary>
    private async Task Begin(IReadOnlyList<Piece> batch, PublishPiece publish)
    {
        var ids = batch.Select(piece => PackageId(piece.Body)).ToArray();
        await using (
            var insert = _database.CreateCommand(
                "insert into handwritten_transfer (package_id, signoff) select * from unnest($1, $2) on conflict do nothing"
            )
        )
        {
            insert.Parameters.Add(new() { Value = ids });
            insert.Parameters.Add(new() { Value = batch.Select(piece => piece.Body).ToArray() });
            await insert.ExecuteNonQueryAsync();
        }

        await Task.WhenAll(
            batch.SelectMany(
                (piece, i) =>
                    new[]
                    {
                        publish(VaultCommands, ids[i], piece.Body),
                        publish(
                            NodeCommands,
                            ids[i],
                            JsonSerializer.SerializeToUtf8Bytes(new { package_id = ids[i], station = "NODE-CP-001" })
                        ),
                    }
            )
        );
    }

    private static Task Deliver(IReadOnlyList<Piece> batch, PublishPiece publish, string leg) =>
        Task.WhenAll(
            batch.Select(piece => publish(Replies, piece.PackageId, JsonSerializer.SerializeToUtf8Bytes(new { leg, receipt = "R-1" })))
        );

    private async Task Settle(IReadOnlyList<Piece> batch, PublishPiece publish)
    {
        await using var update = _database.CreateCommand(
            """
            update handwritten_transfer t set vault = t.vault or r.vault, node = t.node or r.node
            from (select id, bool_or(leg = 'v') as vault, bool_or(leg = 'n') as node from unnest($1, $2) as u (id, leg) group by id) r
            where t.package_id = r.id returning t.package_id, t.vault and t.node
            """
        );
        update.Parameters.Add(new() { Value = batch.Select(piece => piece.PackageId).ToArray() });
        update.Parameters.Add(new() { Value = batch.Select(piece => Leg(piece.Body)).ToArray() });
        await using var rows = await update.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (rows.GetBoolean(1))
            {
                Completed?.Invoke(rows.GetString(0));
            }
        }
    }

    private static string PackageId(byte[] signoff)
    {
        using var document = JsonDocument.Parse(signoff);
        return document.RootElement.GetProperty("package_id").GetString()!;
    }

    private static string Leg(byte[] reply)
    {
        using var document = JsonDocument.Parse(reply);
        return document.RootElement.GetProperty("leg").GetString()!;
    }
}
