using System.Text.Json;
using System.Text.Json.Serialization;
using HandoffSaga.Durability;
using HandoffSaga.Legs;

namespace HandoffSaga.Transfers;

/// <summary>Maps a transfer's saga to its table: the whole state as JSON, and the columns for searches.</summary>
internal sealed class TransferTable : SagaTable<TransferState>
{
    public override string Name => "transfers";

    public override IReadOnlyList<Column> Projection { get; } =
    [
        new("package_id", ColumnKind.Text) { WrittenOnce = true },
        new("clientpo_id", ColumnKind.Text) { WrittenOnce = true },
        new("test_id", ColumnKind.Text) { WrittenOnce = true },
        new("part_id", ColumnKind.Text) { WrittenOnce = true },
        new("part_number", ColumnKind.Text) { WrittenOnce = true },
        new("station", ColumnKind.Text),
        new("vault_status", ColumnKind.Text),
        new("vault_attempts", ColumnKind.Integer),
        new("vault_error", ColumnKind.Text),
        new("vault_next_attempt_at", ColumnKind.Time),
        new("vault_completed_at", ColumnKind.Time),
        new("next_node_status", ColumnKind.Text),
        new("next_node_attempts", ColumnKind.Integer),
        new("next_node_error", ColumnKind.Text),
        new("next_node_next_attempt_at", ColumnKind.Time),
        new("next_node_completed_at", ColumnKind.Time),
        new("received_at", ColumnKind.Time) { WrittenOnce = true },
        new("completed_at", ColumnKind.Time),
    ];

    public override object?[] Project(TransferState saga) =>
        [
            saga.PackageId,
            saga.ClientPoId,
            saga.TestId,
            saga.PartId,
            saga.PartNumber,
            saga.NextNode.TargetNode,
            saga.Vault.Status.WireName(),
            (long)saga.Vault.Attempts,
            saga.Vault.LastError,
            saga.Vault.NextAttemptAt,
            saga.Vault.CompletedAt,
            saga.NextNode.Status.WireName(),
            (long)saga.NextNode.Attempts,
            saga.NextNode.LastError,
            saga.NextNode.NextAttemptAt,
            saga.NextNode.CompletedAt,
            saga.ReceivedAt,
            saga.CompletedAt,
        ];

    public override string CurrentState(TransferState saga) => saga.CurrentState;

    public override byte[] Serialize(TransferState saga) =>
        JsonSerializer.SerializeToUtf8Bytes(saga, TransferStateJson.Default.TransferState);

    public override TransferState Deserialize(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, TransferStateJson.Default.TransferState)
        ?? throw new JsonException("A stored transfer is the JSON value null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true
)]
[JsonSerializable(typeof(TransferState))]
internal sealed partial class TransferStateJson : JsonSerializerContext;
