using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Status;

public sealed class When_two_legs_make_one_status
{
    private static readonly string[] SeenStatuses =
    [
        "pending",
        "preparing",
        "transferring",
        "retry_pending",
        "complete",
        "held",
        "escalated",
        "not_applicable",
        "closed",
    ];

    [Theory]
    [InlineData("complete", "complete", "fully_complete")]
    [InlineData("complete", "not_applicable", "fully_complete")]
    [InlineData("complete", "escalated", "escalated")]
    [InlineData("escalated", "held", "escalated")]
    [InlineData("held", "retry_pending", "held")]
    [InlineData("complete", "held", "held")]
    [InlineData("retry_pending", "complete", "retry_pending")]
    [InlineData("transferring", "retry_pending", "retry_pending")]
    [InlineData("complete", "transferring", "vault_complete")]
    [InlineData("complete", "pending", "vault_complete")]
    [InlineData("transferring", "complete", "next_node_complete")]
    [InlineData("transferring", "transferring", "transferring_vault")]
    [InlineData("transferring", "not_applicable", "transferring_vault")]
    [InlineData("preparing", "transferring", "transferring_next_node")]
    [InlineData("preparing", "preparing", "preparing_vault")]
    [InlineData("pending", "preparing", "preparing_next_node")]
    [InlineData("pending", "pending", "authorized")]
    [InlineData("pending", "not_applicable", "authorized")]
    [InlineData("closed", "complete", "closed")]
    [InlineData("complete", "closed", "closed")]
    [InlineData("closed", "closed", "closed")]
    [InlineData("closed", "not_applicable", "closed")]
    [InlineData("closed", "escalated", "escalated")]
    [InlineData("held", "closed", "held")]
    [InlineData("closed", "held", "held")]
    [InlineData("retry_pending", "closed", "retry_pending")]
    [InlineData("closed", "transferring", "transferring_next_node")]
    [InlineData("preparing", "closed", "preparing_vault")]
    [InlineData("closed", "pending", "authorized")]
    public void The_first_line_that_applies_decides(string vault, string nextNode, string status) =>
        OverallStatus.Of(vault, nextNode).ShouldBe(status);

    [Fact]
    public void Every_status_can_be_reached_and_there_is_no_other() =>
        (from vault in SeenStatuses from nextNode in SeenStatuses select OverallStatus.Of(vault, nextNode))
            .Distinct()
            .ShouldBe(OverallStatus.Vocabulary.Names, ignoreOrder: true);

    [Fact]
    public async Task The_store_and_the_rule_agree_on_every_pair_of_legs()
    {
        // Given a transfer for each pair a vault leg and a next-node leg can be seen in
        await using var store = await StationStore.Migrated();
        var pairs = (from vault in SeenStatuses from nextNode in SeenStatuses select (vault, nextNode)).ToList();
        foreach (var (vault, nextNode) in pairs)
        {
            var transfer = Handoffs.OnItsWay(
                $"{vault}.{nextNode}",
                transfer =>
                    transfer.CompletedAt = OverallStatus.Of(vault, nextNode) == OverallStatus.FullyComplete ? Handoffs.Received : null
            );
            transfer.Vault.Status = await Seen(store, transfer, Destination.VaultHub, vault);
            transfer.NextNode.Status = await Seen(store, transfer, Destination.NextNode, nextNode);
            await store.Write(transfer);
        }

        // Then each status lists exactly the pairs the rule gives it, each leg seen as it was meant
        foreach (var status in OverallStatus.Vocabulary.Names)
        {
            var page = await store.Queries.List(new TransferFilter { Status = status }, null, 500, CancellationToken.None);
            page.Items.ShouldAllBe(view => view.Status == status && view.PackageId == view.VaultStatus + "." + view.NextNodeStatus);
            page.Items.Select(view => view.PackageId)
                .ShouldBe(
                    pairs
                        .Where(pair => OverallStatus.Of(pair.vault, pair.nextNode) == status)
                        .Select(pair => pair.vault + "." + pair.nextNode),
                    ignoreOrder: true
                );
            page.Total.ShouldBe(page.Items.Count);
        }

        // And so does each leg's status
        foreach (var seen in SeenStatuses)
        {
            (await PackagesOf(store, new TransferFilter { Leg = Destination.VaultHub, LegStatus = seen })).ShouldBe(
                pairs.Where(pair => pair.vault == seen).Select(pair => pair.vault + "." + pair.nextNode),
                ignoreOrder: true
            );
            (await PackagesOf(store, new TransferFilter { Leg = Destination.NextNode, LegStatus = seen })).ShouldBe(
                pairs.Where(pair => pair.nextNode == seen).Select(pair => pair.vault + "." + pair.nextNode),
                ignoreOrder: true
            );
            (await PackagesOf(store, new TransferFilter { LegStatus = seen })).ShouldBe(
                pairs.Where(pair => pair.vault == seen || pair.nextNode == seen).Select(pair => pair.vault + "." + pair.nextNode),
                ignoreOrder: true
            );
        }
    }

    /// <summary>Leaves the attempt's record that makes a pending leg be seen so, and says what the saga keeps.</summary>
    private static async Task<LegStatus> Seen(StationStore store, TransferState transfer, Destination leg, string seen)
    {
        if (seen == "preparing")
            await store.Write(Tables.AttemptWaiting.Row(transfer.CorrelationId, leg.WireName(), 1L, "first", Handoffs.Received));
        if (seen == "transferring")
        {
            await store.Write(
                Tables.AttemptStarted.Row(
                    transfer.CorrelationId,
                    leg.WireName(),
                    1L,
                    "first",
                    Handoffs.Received,
                    Handoffs.Received,
                    null,
                    "",
                    ""
                )
            );
        }

        return Enum.GetValues<LegStatus>().FirstOrDefault(status => status.WireName() == seen, LegStatus.Pending);
    }

    private static async Task<IEnumerable<string>> PackagesOf(StationStore store, TransferFilter filter) =>
        (await store.Queries.List(filter, null, 500, CancellationToken.None)).Items.Select(view => view.PackageId);
}
