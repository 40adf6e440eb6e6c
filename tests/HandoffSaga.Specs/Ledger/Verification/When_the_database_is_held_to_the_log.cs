using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Verification;

public sealed class When_the_database_is_held_to_the_log : IAsyncLifetime
{
    private LogOnDisk _log = null!;

    public async ValueTask InitializeAsync() => _log = await LogOnDisk.Of(300);

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_same_events_are_right() => (await Compare(_log.Entries.Index())).ShouldBeEmpty();

    [Fact]
    public async Task Events_that_are_not_published_yet_are_not_held_to_it() =>
        (await Compare([.. _log.Entries.Index(), (300, "{}"u8.ToArray())])).ShouldBeEmpty();

    [Fact]
    public async Task A_changed_event_is_named()
    {
        var finding = (
            await Compare(_log.Entries.Index().Select(entry => entry.Index == 270 ? (270, "{}"u8.ToArray()) : entry))
        ).ShouldHaveSingleItem();
        (finding.Kind, finding.Index).ShouldBe((LedgerFindingKind.BadHash, 270));
    }

    [Fact]
    public async Task Two_swapped_events_are_named() => (
            await Compare(
                _log.Entries.Index()
                    .Select(entry =>
                        entry.Index switch
                        {
                            5 => (5, _log.Entries[6]),
                            6 => (6, _log.Entries[5]),
                            _ => entry,
                        }
                    )
            )
        ).Select(finding => finding.Index).ShouldBe([5, 6]);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(299)]
    public async Task A_missing_event_is_named(int missing)
    {
        var finding = (await Compare(_log.Entries.Index().Where(entry => entry.Index != missing))).ShouldHaveSingleItem();
        (finding.Kind, finding.Index, finding.Message).ShouldBe(
            (LedgerFindingKind.MissingEvent, missing, $"The entry with index {missing} is not in the database.")
        );
    }

    [Fact]
    public async Task An_empty_database_is_not_a_clean_one() =>
        (await Compare([])).ShouldHaveSingleItem().Message.ShouldBe("The entries with indexes 0 to 299 are not in the database.");

    private Task<IReadOnlyList<LedgerFinding>> Compare(IEnumerable<(int Index, byte[] Entry)> events) =>
        StoredEntriesCheck.Compare(
            _log.Tiles,
            300,
            events.Select(entry => ((long)entry.Index, entry.Entry)).ToAsyncEnumerable(),
            TestContext.Current.CancellationToken
        );
}
