using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Status;

public sealed class When_transfers_are_listed : IAsyncLifetime
{
    private StationStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await StationStore.Migrated();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_newest_comes_first()
    {
        await Given("PKG-OLD", transfer => transfer.ReceivedAt = Handoffs.Received);
        await Given("PKG-NEW", transfer => transfer.ReceivedAt = Handoffs.Received.AddMilliseconds(2));
        await Given("PKG-MIDDLE", transfer => transfer.ReceivedAt = Handoffs.Received.AddMilliseconds(1));

        (await Listed(TransferFilter.None)).ShouldBe(["PKG-NEW", "PKG-MIDDLE", "PKG-OLD"]);
    }

    [Fact]
    public async Task Pages_show_each_transfer_once_though_new_ones_come_in_between()
    {
        // Given transfers, several of them in the same millisecond
        foreach (var number in Enumerable.Range(0, 7))
            await Given($"PKG-{number}", transfer => transfer.ReceivedAt = Handoffs.Received.AddMilliseconds(number / 3));

        // When they are read page by page while others arrive
        var seen = new List<string>();
        TransferCursor? cursor = null;
        do
        {
            var page = await _store.Queries.List(TransferFilter.None, cursor, 2, CancellationToken.None);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(view => view.PackageId));
            cursor = page.NextCursor is { } next ? TransferCursor.Parse(next).ShouldNotBeNull() : null;
            await Given($"PKG-LATE-{seen.Count}", transfer => transfer.ReceivedAt = Handoffs.Received.AddSeconds(seen.Count));
        } while (cursor is not null);

        // Then
        seen.ShouldBe(["PKG-6", "PKG-5", "PKG-4", "PKG-3", "PKG-2", "PKG-1", "PKG-0"]);
    }

    [Fact]
    public async Task The_last_page_has_no_next_one_even_when_it_is_full()
    {
        await Given("PKG-1");
        await Given("PKG-2");

        var page = await _store.Queries.List(TransferFilter.None, null, 2, CancellationToken.None);

        page.NextCursor.ShouldBeNull();
        page.Total.ShouldBe(2);
    }

    [Fact]
    public async Task The_total_counts_all_pages_of_the_filter()
    {
        foreach (var number in Enumerable.Range(0, 5))
            await Given($"PKG-{number}", transfer => transfer.ClientPoId = number < 3 ? "CPO-1" : "CPO-2");

        var first = await _store.Queries.List(new TransferFilter { ClientpoId = "CPO-1" }, null, 2, CancellationToken.None);
        var second = await _store.Queries.List(
            new TransferFilter { ClientpoId = "CPO-1" },
            TransferCursor.Parse(first.NextCursor!),
            2,
            CancellationToken.None
        );

        (first.Total, second.Total).ShouldBe((3, 3));
        second.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Each_filter_narrows_to_what_it_names()
    {
        await Given("PKG-OTHER");
        await Given(
            "PKG-WANTED",
            transfer =>
            {
                transfer.ClientPoId = "CPO-9";
                transfer.TestId = "TEST-9";
                transfer.PartId = "PART-9";
                transfer.PartNumber = "PN-9";
                transfer.NextNode.TargetNode = "NODE-9";
            }
        );

        TransferFilter[] filters =
        [
            new() { ClientpoId = "CPO-9" },
            new() { TestId = "TEST-9" },
            new() { PartId = "PART-9" },
            new() { PartNumber = "PN-9" },
            new() { Station = "NODE-9" },
        ];
        foreach (var filter in filters)
            (await Listed(filter)).ShouldBe(["PKG-WANTED"], filter.ToString());
        (await Listed(filters[0] with { PartId = "PART-0001" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task From_is_included_and_to_is_not()
    {
        foreach (var second in Enumerable.Range(0, 4))
            await Given($"PKG-{second}", transfer => transfer.ReceivedAt = Handoffs.Received.AddSeconds(second));

        (await Listed(new TransferFilter { From = Handoffs.Received.AddSeconds(1), To = Handoffs.Received.AddSeconds(3) })).ShouldBe([
            "PKG-2",
            "PKG-1",
        ]);
    }

    [Fact]
    public async Task An_error_is_found_by_a_part_of_it_with_every_character_meant_as_it_is()
    {
        await Given("PKG-VAULT", transfer => transfer.Vault.Fail(LegStatus.RetryPending, 2, "HTTP 503: 100% busy"));
        await Given("PKG-NODE", transfer => transfer.NextNode.Fail(LegStatus.RetryPending, 2, "HTTP 503: 100 busy"));

        (await Listed(new TransferFilter { Error = "HTTP 503" })).ShouldBe(["PKG-NODE", "PKG-VAULT"]);
        (await Listed(new TransferFilter { Error = "0%" })).ShouldBe(["PKG-VAULT"]);
        (await Listed(new TransferFilter { Error = "HTTP 503", Leg = Destination.NextNode })).ShouldBe(["PKG-NODE"]);
    }

    [Fact]
    public async Task Attempts_are_counted_by_the_leg_that_made_most_or_by_the_one_named()
    {
        await Given("PKG-1", transfer => transfer.Vault.Attempts = 4);
        await Given("PKG-2", transfer => transfer.NextNode.Attempts = 3);

        (await Listed(new TransferFilter { AttemptsMin = 3 })).ShouldBe(["PKG-2", "PKG-1"]);
        (await Listed(new TransferFilter { AttemptsMin = 4 })).ShouldBe(["PKG-1"]);
        (await Listed(new TransferFilter { AttemptsMin = 3, Leg = Destination.NextNode })).ShouldBe(["PKG-2"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not a cursor")]
    [InlineData("f_______________________________")]
    public void A_cursor_nobody_wrote_is_none(string text) => TransferCursor.Parse(text).ShouldBeNull();

    private Task Given(string packageId, Action<TransferState>? change = null) => _store.Write(Handoffs.OnItsWay(packageId, change));

    private async Task<IEnumerable<string>> Listed(TransferFilter filter) =>
        (await _store.Queries.List(filter, null, 50, CancellationToken.None)).Items.Select(view => view.PackageId);
}
