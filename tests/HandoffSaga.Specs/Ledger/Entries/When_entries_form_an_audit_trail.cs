using System.Text;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Entries;

public sealed class When_entries_form_an_audit_trail
{
    private readonly List<ChainedEntry> _trail = Trail(5);

    [Fact]
    public void Each_names_the_hash_of_the_one_before()
    {
        _trail[0].Entry.PrevTrail.ShouldBeNull();
        _trail[0].Entry.TrailSeq.ShouldBe(1);
        _trail[1].Entry.PrevTrail.ShouldBe(Convert.ToHexStringLower(LedgerHash.Leaf(_trail[0].Utf8)));
        _trail[1].Entry.TrailSeq.ShouldBe(2);
        _trail[1].Utf8.ShouldBe(_trail[1].Entry.ToCanonicalBytes());
    }

    [Fact]
    public void An_untouched_trail_holds()
    {
        Verify(_trail.Select(entry => entry.Utf8)).ShouldBeNull();
        Verify([]).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_missing_entry_shows(int missing)
    {
        var broken = Verify(_trail.Where((_, index) => index != missing).Select(entry => entry.Utf8)).ShouldNotBeNull();
        (broken.Kind, broken.Sequence).ShouldBe((BrokenLinkKind.Gap, missing + 1));
    }

    [Fact]
    public void A_repeated_entry_shows() =>
        Verify([_trail[0].Utf8, _trail[1].Utf8, _trail[1].Utf8, _trail[2].Utf8]).ShouldNotBeNull().Sequence.ShouldBe(3);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_changed_entry_shows_at_its_successor(int changed)
    {
        var bytes = _trail.ConvertAll(entry => entry.Utf8);
        bytes[changed] = (_trail[changed].Entry with { Details = "delivered" }).ToCanonicalBytes();

        var broken = Verify(bytes).ShouldNotBeNull();
        (broken.Kind, broken.Sequence).ShouldBe((BrokenLinkKind.WrongHash, changed + 2));
    }

    [Fact]
    public void A_first_entry_that_names_a_predecessor_shows() =>
        Verify([(_trail[0].Entry with { PrevTrail = _trail[1].Hash }).ToCanonicalBytes()])
            .ShouldNotBeNull()
            .Kind.ShouldBe(BrokenLinkKind.WrongHash);

    [Fact]
    public void Bytes_that_are_no_entry_show()
    {
        var bytes = _trail.ConvertAll(entry => entry.Utf8);
        bytes[2] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes[2]).Replace("{\"action\"", "{ \"action\""));

        var broken = Verify(bytes).ShouldNotBeNull();
        (broken.Kind, broken.Sequence).ShouldBe((BrokenLinkKind.Unreadable, 3));
    }

    [Fact]
    public void A_head_without_an_entry_is_a_mistake_of_the_caller()
    {
        Should.Throw<ArgumentException>(() => AuditTrail.Append(0, "aa", Entries.First));
        Should.Throw<ArgumentException>(() => AuditTrail.Append(1, null, Entries.First));
    }

    private static BrokenLink? Verify(IEnumerable<byte[]> entries) =>
        AuditTrail.Verify(entries.Select(bytes => new ReadOnlyMemory<byte>(bytes)));

    private static List<ChainedEntry> Trail(int length)
    {
        var entries = new List<ChainedEntry>();
        while (entries.Count < length)
        {
            var last = entries.LastOrDefault();
            entries.Add(AuditTrail.Append(last?.Sequence ?? 0, last?.Hash, Entries.First with { Attempt = entries.Count + 1 }));
        }

        return entries;
    }
}
