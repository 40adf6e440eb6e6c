using HandoffSaga.Specs.Storage;
using HandoffSaga.Storage;

namespace HandoffSaga.Specs.Status;

public sealed class When_rejected_signoffs_are_asked_for : IAsyncLifetime
{
    private StationStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await StationStore.Migrated();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_newest_come_first_and_no_more_than_asked_for()
    {
        foreach (var minute in Enumerable.Range(0, 3))
            await Rejected($"PKG-{minute}", "{}"u8.ToArray(), minute);

        (await _store.Queries.Rejected(null, 2, CancellationToken.None)).Items.Select(view => view.PackageId).ShouldBe(["PKG-2", "PKG-1"]);
    }

    [Fact]
    public async Task They_can_be_asked_for_by_the_package_they_named()
    {
        await Rejected("PKG-1", "{}"u8.ToArray(), 0);
        await Rejected("PKG-2", "{}"u8.ToArray(), 1);
        await Rejected(null, "{}"u8.ToArray(), 2);

        (await _store.Queries.Rejected("PKG-1", 50, CancellationToken.None)).Items.ShouldHaveSingleItem().PackageId.ShouldBe("PKG-1");
    }

    [Fact]
    public async Task Text_is_shown_as_text_and_bytes_that_are_none_in_base64()
    {
        await Rejected("PKG-TEXT", "{\"a\":é"u8.ToArray(), 1);
        await Rejected("PKG-BYTES", [0x7b, 0xff], 0);

        var items = (await _store.Queries.Rejected(null, 50, CancellationToken.None)).Items;

        (items[0].Body, items[0].BodyBase64).ShouldBe(("{\"a\":é", null));
        (items[1].Body, items[1].BodyBase64).ShouldBe((null, "e/8="));
        items[0].Reason.ShouldBe("not_json");
        items[0].Source.ShouldBe("http");
    }

    private Task Rejected(string? packageId, byte[] body, int minute) =>
        _store.Write(
            Tables.Rejected.Row(
                Guid.NewGuid(),
                packageId,
                "http",
                "not_json",
                "unexpected end",
                body,
                (long)body.Length,
                "digest",
                Handoffs.Received.AddMinutes(minute),
                null,
                null
            )
        );
}
