using System.Buffers.Binary;
using HandoffSaga.Legs;
using HandoffSaga.Routing;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Status;

/// <summary>Transfers as the saga leaves them in the store.</summary>
internal static class Handoffs
{
    public static readonly DateTimeOffset Received = new(2025, 6, 1, 14, 2, 12, 480, TimeSpan.Zero);

    private static long _made;

    /// <summary>Accepted just now: both legs pending on their first attempt.</summary>
    public static TransferState OnItsWay(string packageId, Action<TransferState>? change = null)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, Interlocked.Increment(ref _made));
        var transfer = new TransferState
        {
            CorrelationId = new Guid(id, bigEndian: true),
            Version = 1,
            CurrentState = "Transferring",
            PackageId = packageId,
            ClientPoId = "CPO-2025-001",
            TestId = "SC-2025-001-LP-TEST1",
            SmartContractId = "SC-2025-001-LP-TEST1",
            PartId = "PART-0001",
            PartNumber = "PN-7781",
            SignoffSha256 = new string('a', 64),
            Route = new Route(
                "next_node",
                "NODE-CP-001",
                "SC-2025-001-CP-TEST1.yaml",
                VaultTransfer: true,
                WorkflowComplete: false,
                IsFinalContract: false
            ),
            ReceivedAt = Received,
            Vault = new Leg
            {
                Destination = Destination.VaultHub,
                Attempts = 1,
                PayloadSha256 = new string('b', 64),
            },
            NextNode = new Leg
            {
                Destination = Destination.NextNode,
                Attempts = 1,
                PayloadSha256 = new string('c', 64),
                TargetNode = "NODE-CP-001",
            },
        };
        change?.Invoke(transfer);
        return transfer;
    }

    public static void Complete(this Leg leg, DateTimeOffset at)
    {
        leg.Status = LegStatus.Complete;
        leg.Evidence = Evidence.Receipt;
        leg.ReceiptId = "VH-99812";
        leg.ReceivedBy = "vault-hub-1";
        leg.CompletedAt = at;
    }

    public static void Fail(
        this Leg leg,
        LegStatus status,
        int attempts,
        string error,
        DateTimeOffset? nextAttemptAt = null,
        string? code = null
    )
    {
        leg.Status = status;
        leg.Attempts = attempts;
        leg.LastError = error;
        leg.LastErrorCode = code;
        leg.NextAttemptAt = nextAttemptAt;
    }
}
