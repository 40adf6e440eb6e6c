using HandoffSaga.LedgerLog.Sequencing;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_entries_were_just_sequenced
{
    private readonly SequencedEntryBuffer _fresh = new(most: 5);

    [Fact]
    public void They_are_published_without_being_read_again()
    {
        _fresh.Add(7, Group(1, 2));
        _fresh.Add(9, Group(3));

        Found(7, 10).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void What_was_not_published_in_its_round_is_read_from_the_store()
    {
        _fresh.Add(7, Group(1, 2));
        _fresh.Clear();
        Found(7, 9).ShouldBeNull();

        _fresh.Add(9, Group(3));
        Found(7, 10).ShouldBeNull();
        Found(9, 10).ShouldBe([3]);
    }

    [Fact]
    public void What_was_published_from_the_store_meanwhile_is_passed_over()
    {
        _fresh.Add(7, Group(1, 2, 3));

        Found(9, 10).ShouldBe([3]);
    }

    [Fact]
    public void Those_of_another_replica_between_them_are_read_from_the_store()
    {
        _fresh.Add(7, Group(1));
        _fresh.Add(9, Group(3));

        Found(7, 10).ShouldBeNull();
        Found(9, 10).ShouldBe([3]);
    }

    [Fact]
    public void A_head_that_another_replica_has_moved_on_is_read_from_the_store()
    {
        _fresh.Add(7, Group(1));

        Found(7, 9).ShouldBeNull();
    }

    [Fact]
    public void More_than_memory_is_for_are_read_from_the_store()
    {
        _fresh.Add(0, Group(1, 2, 3));
        _fresh.Add(3, Group(4, 5, 6));
        Found(0, 6).ShouldBeNull();

        _fresh.Add(6, Group(1, 2, 3, 4, 5, 6));
        Found(6, 12).ShouldBeNull();
    }

    private byte[]? Found(long first, long end)
    {
        if (!_fresh.TryGet(first, end, out var found))
            return null;
        var entries = new List<byte>();
        foreach (var entry in found)
            entries.AddRange(entry.Entry.Span);
        return [.. entries];
    }

    private static UnsequencedEntry[] Group(params byte[] entries) => [.. entries.Select(entry => UnsequencedEntry.Of(entry, [entry]))];
}
