using System.Security.Cryptography;
using System.Text;
using CsCheck;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Entries;

public sealed class When_an_entry_is_written
{
    [Fact]
    public void It_is_canonical_JSON_with_every_member_and_nulls_where_there_is_nothing()
    {
        var bytes = (Entries.First with { PackageId = null, Attempt = null }).ToCanonicalBytes();

        Encoding
            .UTF8.GetString(bytes)
            .ShouldBe(
                """{"action":"transfer_to_vault","action_type":"handoff","attempt":null,"details":"Attempt 1: HTTP 503","domain":"NDT","event_id":"0197a1b2-0000-7000-8000-000000000001","metadata":{"status_code":503},"occurred_at":"2025-06-01T14:02:12.480Z","package_id":null,"payload_sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","prev_trail":null,"recorded_at":"2025-06-01T14:02:12.481Z","signoff_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","smart_id":"SMART-NODE-LP-001","target":"vault_hub","trail":"vault_hub","trail_seq":null,"transfer_id":"XFER-PKG-1","user_id":"system"}"""
            );
        CanonicalObject.Parse(bytes, CanonicalLimits.Default).Object.ShouldNotBeNull().Utf8.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public void It_reads_back_as_it_was() => LedgerEntry.Parse(Entries.First.ToCanonicalBytes()).ShouldBe(Entries.First);

    [Fact]
    public void Its_leaf_hash_is_that_of_RFC_6962()
    {
        // The leaf of the empty entry, from the test data of Certificate Transparency.
        Convert.ToHexStringLower(LedgerHash.Leaf([])).ShouldBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        LedgerHash.Leaf("abc"u8).ShouldBe(SHA256.HashData("\0abc"u8));
    }

    [Fact]
    public void Text_no_one_expects_is_written_all_the_same()
    {
        var bytes = (Entries.First with { Details = "a\0b\u001b[2J\uD800c" }).ToCanonicalBytes();

        Encoding
            .UTF8.GetString(bytes)
            .ShouldContain(
                """
                "details":"a\u0000b\u001b[2J
                """ + "\uFFFDc\""
            );
        LedgerEntry.Parse(bytes).Details.ShouldBe("a\0b\u001b[2J\uFFFDc");
    }

    [Fact]
    public void Metadata_that_is_too_large_leaves_its_digest()
    {
        var large = new CanonicalObjectBuilder().Add("answer", new string('x', LedgerEntry.LongestBytes)).Build();

        var entry = LedgerEntry.Parse((Entries.First with { Metadata = large }).ToCanonicalBytes());

        entry.Metadata.ToString().ShouldBe($$"""{"sha256":"{{large.Sha256Hex()}}","truncated":true}""");
        entry.ShouldBe(Entries.First with { Metadata = entry.Metadata });
    }

    [Fact]
    public void What_just_fits_is_left_alone()
    {
        var room = LedgerEntry.LongestBytes - Entries.First.ToCanonicalBytes().Length;
        var fits = Entries.First with { Details = Entries.First.Details + new string('x', room) };

        fits.ToCanonicalBytes().Length.ShouldBe(LedgerEntry.LongestBytes);
        LedgerEntry.Parse(fits.ToCanonicalBytes()).ShouldBe(fits);
        LedgerEntry.Parse((fits with { Details = fits.Details + "x" }).ToCanonicalBytes()).Metadata.ToString().ShouldContain("truncated");
    }

    [Fact]
    public void It_is_never_longer_than_a_tile_can_hold() =>
        Gen.Select(
                Gen.Int[0, 200_000],
                Gen.Int[0, 70_000],
                Gen.Char,
                (details, other, filling) =>
                    Entries.First with
                    {
                        Details = "x" + new string(filling, details),
                        Target = "x" + new string(filling, other),
                        UserId = new string(filling, other),
                        PackageId = new string(filling, other),
                    }
            )
            .Sample(
                entry =>
                {
                    var bytes = entry.ToCanonicalBytes();
                    bytes.Length.ShouldBeLessThanOrEqualTo(LedgerEntry.LongestBytes);
                    LedgerEntry.Parse(bytes).EventId.ShouldBe(entry.EventId);
                },
                iter: 300
            );

    [Theory]
    [InlineData("\u0001")]
    [InlineData("€")]
    [InlineData("😂")]
    public void Even_when_every_text_in_it_is_too_long(string filling)
    {
        var text = "x" + string.Concat(Enumerable.Repeat(filling, 20_000));

        var bytes = new LedgerEntry
        {
            EventId = Guid.Empty,
            Action = text,
            ActionType = text,
            Target = text,
            Details = text,
            UserId = text,
            SmartId = text,
            Domain = text,
            Trail = text,
            TrailSeq = 9007199254740991,
            PrevTrail = text,
            TransferId = text,
            PackageId = text,
            Attempt = int.MaxValue,
            SignoffSha256 = text,
            PayloadSha256 = text,
            OccurredAt = DateTimeOffset.MinValue,
            RecordedAt = DateTimeOffset.MaxValue,
        }.ToCanonicalBytes();

        bytes.Length.ShouldBeLessThanOrEqualTo(LedgerEntry.LongestBytes);
        LedgerEntry.Parse(bytes).Details.ShouldEndWith(filling + "…");
    }

    [Theory]
    [InlineData("not json", "Not JSON")]
    [InlineData("{}", "action is not a string")]
    public void Other_bytes_are_no_entry(string bytes, string reason)
    {
        LedgerEntry.TryParse(Encoding.UTF8.GetBytes(bytes), out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain(reason);
        Should.Throw<FormatException>(() => LedgerEntry.Parse(Encoding.UTF8.GetBytes(bytes)));
    }

    [Theory]
    [InlineData("\"attempt\":1,", "\"attempt\":\"1\",")]
    [InlineData("\"attempt\":1,", "\"attempt\":-1,")]
    [InlineData("\"trail_seq\":null,", "")]
    [InlineData("2025-06-01T14:02:12.480Z", "2025-06-01T14:02:12Z")]
    [InlineData("0197a1b2-0000", "0197A1B2_0000")]
    [InlineData("{\"status_code\":503}", "[]")]
    [InlineData("\"details\":", " \"details\":")]
    public void A_member_that_is_not_as_it_must_be_makes_it_no_entry(string right, string wrong)
    {
        var text = Encoding.UTF8.GetString(Entries.First.ToCanonicalBytes());
        text.ShouldContain(right);

        LedgerEntry.TryParse(Encoding.UTF8.GetBytes(text.Replace(right, wrong)), out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_member_added_by_a_later_version_is_ignored()
    {
        var later = new CanonicalObjectBuilder()
            .AddAll(CanonicalObject.Parse(Entries.First.ToCanonicalBytes(), CanonicalLimits.Default).Object!)
            .Add("new_here", 1)
            .Build();

        LedgerEntry.Parse(later.Utf8.Span).ShouldBe(Entries.First);
    }
}
