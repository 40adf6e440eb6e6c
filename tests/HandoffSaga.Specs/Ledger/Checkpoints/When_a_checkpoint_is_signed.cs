using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Checkpoints;

public sealed class When_a_checkpoint_is_signed : IDisposable
{
    private static readonly DateTimeOffset Seen = new(2025, 6, 1, 14, 2, 12, 900, TimeSpan.Zero);

    private readonly NoteSigningKey _log = NoteSigningKey.Generate("handoff.local/NODE-001", NoteKeyType.Ed25519);
    private readonly NoteSigningKey _witness = NoteSigningKey.Generate("witness.local/w1", NoteKeyType.Cosignature);

    private Checkpoint Head { get; } = new("handoff.local/NODE-001", 12, LedgerHash.Leaf("x"u8));

    [Fact]
    public void It_opens_with_the_logs_key()
    {
        var signed = SignedCheckpoint.Sign(Head, _log);
        SignedCheckpoint.TryOpen(signed.Note.ToBytes(), _log.VerifierKey, [], out var opened, out var problem).ShouldBeTrue(problem);
        var (origin, size, root) = opened!.Checkpoint;
        (origin, size, Convert.ToHexString(root.Span)).ShouldBe((Head.Origin, Head.Size, Convert.ToHexString(Head.Root.Span)));
        signed.Note.Text.ShouldBe($"handoff.local/NODE-001\n12\n{Convert.ToBase64String(Head.Root.Span)}\n");
    }

    [Fact]
    public void It_does_not_open_with_another_key()
    {
        using var other = NoteSigningKey.Generate("handoff.local/NODE-001", NoteKeyType.Ed25519);
        SignedCheckpoint.TryOpen(SignedCheckpoint.Sign(Head, _log).Note.ToBytes(), other.VerifierKey, [], out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_log_signs_only_its_own_origin() =>
        Should.Throw<ArgumentException>(() => SignedCheckpoint.Sign(Head with { Origin = "handoff.local/NODE-002" }, _log));

    [Fact]
    public void A_witness_vouches_with_the_time_of_seeing_it()
    {
        var cosigned = SignedCheckpoint.Sign(Head, _log).With([_witness.Cosign(Head.ToString(), Seen)]);
        SignedCheckpoint
            .TryOpen(cosigned.Note.ToBytes(), _log.VerifierKey, [_witness.VerifierKey], out var opened, out var problem)
            .ShouldBeTrue(problem);
        Cosignature.TryReadTime(opened!.Cosignatures.ShouldHaveSingleItem(), out var time).ShouldBeTrue();
        time.ShouldBe(new DateTimeOffset(2025, 6, 1, 14, 2, 12, TimeSpan.Zero));
    }

    [Fact]
    public void A_cosignature_for_another_text_or_time_spoils_it()
    {
        var other = _witness.Cosign((Head with { Size = 13 }).ToString(), Seen);
        var moved = _witness.Cosign(Head.ToString(), Seen);
        moved.Bytes[7] ^= 1;
        foreach (var wrong in new[] { other, moved })
        {
            var note = SignedCheckpoint.Sign(Head, _log).With([wrong]).Note.ToBytes();
            SignedCheckpoint.TryOpen(note, _log.VerifierKey, [_witness.VerifierKey], out _, out _).ShouldBeFalse();
            SignedCheckpoint.TryOpen(note, _log.VerifierKey, [], out _, out _).ShouldBeTrue("a witness nobody asked about does not matter");
        }
    }

    [Fact]
    public void A_witnesss_signature_alone_is_not_the_logs()
    {
        var note = SignedCheckpoint.Sign(Head, _log).Note with { Signatures = [_witness.Cosign(Head.ToString(), Seen)] };
        SignedCheckpoint.TryOpen(note.ToBytes(), _log.VerifierKey, [_witness.VerifierKey], out _, out var problem).ShouldBeFalse();
        problem.ShouldBe("handoff.local/NODE-001 has not signed it.");
    }

    [Fact]
    public void Keys_of_both_kinds_do_only_their_own()
    {
        Should.Throw<InvalidOperationException>(() => _witness.Sign("text\n"));
        Should.Throw<InvalidOperationException>(() => _log.Cosign("text\n", Seen));
    }

    [Theory]
    [InlineData("origin\n5\n")]
    [InlineData("origin\n05\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n-5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n+5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF\n")]
    [InlineData("origin\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")]
    [InlineData("origin\n5\nAAAA\n")]
    [InlineData("origin\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")]
    [InlineData("\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("origin\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    public void What_is_no_checkpoint_is_rejected(string text) => Checkpoint.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void Lines_after_the_root_are_kept()
    {
        var text = "origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n";
        Checkpoint.TryParse(text, out var checkpoint, out _).ShouldBeTrue();
        checkpoint!.Extensions.ShouldBe(["more"]);
        checkpoint.ToString().ShouldBe(text);
    }

    public void Dispose()
    {
        _log.Dispose();
        _witness.Dispose();
    }
}
