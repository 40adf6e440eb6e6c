using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Storage;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_entries_were_just_committed
{
    private readonly CommittedEntryBuffer _committed = new(mostBytes: 2 * 1024 * 1024);

    [Fact]
    public void They_are_known_by_their_events_with_their_hashes()
    {
        var (one, other) = (Entry("one"), Entry("another"));
        Commit(one, other);

        var taken = _committed.Take();

        taken.Count.ShouldBe(2);
        Found(taken, one).ShouldBe("one");
        Found(taken, other).ShouldBe("another");
    }

    [Fact]
    public void Rows_of_other_tables_are_not_theirs()
    {
        Commit(Tables.LedgerHeads.Row(0L, 1L, new byte[32], new byte[32], DateTimeOffset.UnixEpoch));

        _committed.Take().Count.ShouldBe(0);
    }

    [Fact]
    public void Each_is_handed_out_in_one_round_only()
    {
        var (one, other) = (Entry("one"), Entry("another"));
        Commit(one);
        Found(_committed.Take(), one).ShouldBe("one");
        Commit(other);

        var next = _committed.Take();

        Found(next, one).ShouldBeNull();
        Found(next, other).ShouldBe("another");
        _committed.Take().Count.ShouldBe(0);
    }

    [Fact]
    public void Those_of_a_round_stay_as_they_are_while_others_come()
    {
        var many = Enumerable.Range(0, 300).Select(n => Entry($"{n}")).ToArray();
        Commit(many);
        var round = _committed.Take();

        Commit([.. Enumerable.Range(0, 300).Select(n => Entry($"later {n}"))]);

        many.Select(row => Found(round, row)).ShouldBe(Enumerable.Range(0, 300).Select(n => $"{n}"));
    }

    [Fact]
    public void What_finds_no_room_is_not_known()
    {
        // Given room for two MiB, and sixty-five KiB each
        var many = Enumerable.Range(0, 40).Select(n => Entry($"{n:D2}" + new string('x', 65_000))).ToArray();
        Commit(many);

        var taken = _committed.Take();

        var known = many.TakeWhile(row => Found(taken, row) is not null).Count();
        known.ShouldBeInRange(30, 32);
        many.Skip(known).ShouldAllBe(row => Found(taken, row) == null);
        many.Take(known).Select(row => Found(taken, row)![..2]).ShouldBe(Enumerable.Range(0, known).Select(n => $"{n:D2}"));
    }

    [Fact]
    public void Without_any_room_nothing_is_known()
    {
        var none = new CommittedEntryBuffer(mostBytes: 0);
        none.Committed(new CommittedUnit(null, null, "session") { Rows = [Entry("one")] });

        none.Take().Count.ShouldBe(0);
    }

    private void Commit(params Row[] rows) => _committed.Committed(new CommittedUnit(null, null, "session") { Rows = rows });

    private static Row Entry(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Tables.LedgerEntries.Row(
            Guid.NewGuid(),
            null,
            null,
            "transfer",
            1L,
            "action",
            utf8,
            LedgerHash.Leaf(utf8),
            DateTimeOffset.UnixEpoch
        );
    }

    private static string? Found(PooledEntryBuffer pile, Row row)
    {
        if (pile.Find(7, (Guid)row.Values[0]!) is not { } found)
            return null;
        found.Seq.ShouldBe(7);
        found.LeafHash.ToArray().ShouldBe((byte[])row.Values[7]!);
        return Encoding.UTF8.GetString(found.Entry.Span);
    }
}
