using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs;

/// <summary>A delivery and the receipts a hub could answer it with.</summary>
internal static class Sample
{
    public const string TransferId = "XFER-PKG-2025-001-LP-TEST1";

    public static Delivery Delivery(
        int attempt = 1,
        Destination destination = Destination.VaultHub,
        string transferId = TransferId,
        string payload = """{"package_type":"test_results","größe":1}"""
    )
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return new Delivery(
            destination,
            transferId,
            destination == Destination.NextNode ? "NODE-CP-001" : null,
            attempt,
            $"{transferId}:{destination.WireName()}",
            bytes,
            Convert.ToHexStringLower(SHA256.HashData(bytes))
        );
    }

    /// <summary>A complete, accepted receipt; <paramref name="changes"/> replaces members, a null removes one.</summary>
    public static byte[] Receipt(Delivery delivery, params (string Name, object? Value)[] changes)
    {
        var receipt = new Dictionary<string, object?>
        {
            ["transfer_id"] = delivery.TransferId,
            ["leg"] = delivery.Destination.WireName(),
            ["disposition"] = "accepted",
            ["payload_sha256"] = delivery.PayloadSha256,
            ["receipt_id"] = "VH-99812",
            ["received_by"] = "vault-hub-1",
            ["received_at"] = "2025-06-01T14:02:12.480Z",
        };
        foreach (var (name, value) in changes)
        {
            receipt.Remove(name);
            if (value is not null)
                receipt[name] = value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(receipt);
    }
}
