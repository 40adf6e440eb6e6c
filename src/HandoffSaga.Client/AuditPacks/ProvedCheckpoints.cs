using System.Buffers;
using System.Text.Json;
using HandoffSaga.Ledger;
using HandoffSaga.Legs;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>An earlier checkpoint of a ledger.</summary>
/// <param name="Size">The number of its entries, 1 or more.</param>
/// <param name="Root">Its root in the ledger.</param>
/// <param name="Proof">Proof that the ledger's newest checkpoint continues it (RFC 6962 section 2.1.2).</param>
internal sealed record ProvedCheckpoint(long Size, byte[] Root, IReadOnlyList<byte[]> Proof);

/// <summary>
/// The checkpoints that a pack's documents name. With them, what a hub was shown is compared with the ledger that proves the pack.
/// </summary>
internal static class ProvedCheckpoints
{
    /// <summary>
    /// The ledger's own checkpoints at the sizes that packages carry and hubs report; sizes beyond the ledger's end cannot be proved and
    /// are left out.
    /// </summary>
    public static async Task<IReadOnlyList<ProvedCheckpoint>> Of(
        IEnumerable<TransferRecords> transfers,
        long size,
        ITileSource tiles,
        CancellationToken cancellationToken
    )
    {
        var tree = new TreeTiles(tiles, size);
        var checkpoints = new List<ProvedCheckpoint>();
        foreach (var earlier in new SortedSet<long>(transfers.SelectMany(Named)).Where(named => named > 0 && named <= size))
        {
            checkpoints.Add(
                new ProvedCheckpoint(
                    earlier,
                    await tree.RootAt(earlier, cancellationToken),
                    await tree.ProveConsistency(earlier, cancellationToken)
                )
            );
        }

        return checkpoints;
    }

    public static byte[] Write(IReadOnlyList<ProvedCheckpoint> checkpoints)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var checkpoint in checkpoints)
            {
                json.WriteStartObject();
                json.WriteNumber("size", checkpoint.Size);
                json.WriteString("root", Convert.ToHexStringLower(checkpoint.Root));
                json.WriteStartArray("proof");
                foreach (var hash in checkpoint.Proof)
                    json.WriteBase64StringValue(hash);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static IEnumerable<long> Named(TransferRecords transfer)
    {
        foreach (var (leg, body) in transfer.Packages)
        {
            if (leg == DestinationNames.VaultHub && Size(Member(JsonElement.Parse(body), "audit_chain")) is { } carried)
                yield return carried;
        }

        foreach (var attempt in JsonElement.Parse(transfer.Attempts).GetProperty("items").EnumerateArray())
        {
            if (Size(Member(attempt, "ledger_head_seen")) is { } seen)
                yield return seen;
            if (Member(attempt, "late_receipt") is { } late && Size(Member(late, "ledger_head_seen")) is { } seenLater)
                yield return seenLater;
        }
    }

    private static long? Size(JsonElement? checkpoint) =>
        checkpoint is { } named
        && Member(named, "ledger_size") is { ValueKind: JsonValueKind.Number } size
        && size.TryGetInt64(out var entries)
            ? entries
            : null;

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;
}
