using System.ComponentModel;
using HandoffSaga.Legs;
using HandoffSaga.Routing;
using HandoffSaga.Transfers;

namespace HandoffSaga.Status.Views;

/// <summary>A transfer as docs/wire.md section 4 shows it.</summary>
internal sealed record TransferView
{
    [Description("XFER- and the package id.")]
    public required string TransferId { get; init; }

    public required string PackageId { get; init; }
    public required string ClientpoId { get; init; }
    public required string TestId { get; init; }
    public required string? PartId { get; init; }
    public required string? PartNumber { get; init; }

    [Description("The overall status of both legs.")]
    [AllowedTerms(Vocabularies.TransferStatus)]
    public required string Status { get; init; }

    [AllowedTerms(Vocabularies.VaultLegStatus)]
    public required string VaultStatus { get; init; }

    [AllowedTerms(Vocabularies.LegStatus)]
    public required string NextNodeStatus { get; init; }

    [Description("Attempts after the first, summed over both legs; each leg counts its own.")]
    public required int RetryCount { get; init; }

    [Description("The routing the transfer follows; null while it is unknown.")]
    public required Route? Routing { get; init; }

    [Description("When the signoff was accepted.")]
    public required DateTimeOffset ReceivedTimestamp { get; init; }

    [Description("When both legs were complete; null until then.")]
    public required DateTimeOffset? CompletedTimestamp { get; init; }

    [Description("Lower-case hex SHA-256 of the signoff's canonical form without its signature.")]
    public required string SignoffSha256 { get; init; }

    public required LegsView Legs { get; init; }

    /// <summary>
    /// The view of a stored transfer whose legs are shown as <paramref name="vaultStatus"/> and <paramref name="nextNodeStatus"/>.
    /// </summary>
    public static TransferView Of(TransferState transfer, string vaultStatus, string nextNodeStatus) =>
        new()
        {
            TransferId = transfer.TransferId,
            PackageId = transfer.PackageId,
            ClientpoId = transfer.ClientPoId,
            TestId = transfer.TestId,
            PartId = transfer.PartId,
            PartNumber = transfer.PartNumber,
            Status = OverallStatus.Of(vaultStatus, nextNodeStatus),
            VaultStatus = vaultStatus,
            NextNodeStatus = nextNodeStatus,
            RetryCount = Retries(transfer.Vault) + Retries(transfer.NextNode),
            Routing = transfer.Route,
            ReceivedTimestamp = transfer.ReceivedAt,
            CompletedTimestamp = transfer.CompletedAt,
            SignoffSha256 = transfer.SignoffSha256,
            Legs = new LegsView(LegView.Of(transfer.Vault, vaultStatus), NextNodeLegView.Of(transfer.NextNode, nextNodeStatus)),
        };

    private static int Retries(Leg leg) => Math.Max(0, leg.Attempts - 1);
}

/// <summary>A page of transfers.</summary>
internal sealed record TransferPage(
    IReadOnlyList<TransferView> Items,
    [property: Description("The `cursor` of the next page; null on the last one.")] string? NextCursor,
    [property: Description("How many transfers match the filter on all pages.")] long Total
);
