using System.Text;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Checkpoints;

/// <summary>The example of C2SP signed-note, and what a reader must not take.</summary>
public sealed class When_a_note_is_read
{
    private const string Vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string Example =
        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    [Fact]
    public void The_specifications_example_verifies()
    {
        var note = Parsed(Example);
        note.Verify([Key(Vkey)], out var verified, out var problem).ShouldBeTrue(problem);
        verified.ShouldHaveSingleItem().KeyId.ShouldBe(0x530d903au);
        note.ToString().ShouldBe(Example);
        Key(Vkey).ToString().ShouldBe(Vkey);
    }

    [Fact]
    public void One_changed_letter_spoils_it()
    {
        var note = Parsed(Example.Replace("example message", "example messagE"));
        note.Verify([Key(Vkey)], out _, out var problem).ShouldBeFalse();
        problem.ShouldBe("The signature of example.com/foo is not valid for the text.");
    }

    [Fact]
    public void Signatures_of_unknown_keys_are_ignored_and_are_not_enough()
    {
        using var other = NoteSigningKey.Generate("example.com/other", NoteKeyType.Ed25519);
        using var sameName = NoteSigningKey.Generate("example.com/foo", NoteKeyType.Ed25519);
        var note = Parsed(Example);
        var more = note with { Signatures = [other.Sign("something else\n"), sameName.Sign("something else\n"), .. note.Signatures] };

        more.Verify([Key(Vkey)], out var verified, out _).ShouldBeTrue();
        verified.Count.ShouldBe(1);
        (note with { Signatures = [other.Sign(note.Text)] }).Verify([Key(Vkey)], out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_signature_of_a_known_key_spoils_the_good_one_beside_it()
    {
        using var other = NoteSigningKey.Generate("example.com/other", NoteKeyType.Ed25519);
        var note = Parsed(Example);
        var spoiled = note with { Signatures = [.. note.Signatures, other.Sign("something else\n")] };

        spoiled.Verify([Key(Vkey), other.VerifierKey], out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\u2014 name AAAA\n")]
    [InlineData("text\n\n\u2014 name AAAAAAAA")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("text\n\n\u2014  AAAAAAAA\n")]
    [InlineData("text\n\n\u2014 na+me AAAAAAAA\n")]
    [InlineData("text\n\n\u2014 name AAAAAAAA \n")]
    [InlineData("text\n\n\u2014 name AAAAAAB=\n")]
    [InlineData("text\n\n\u2014 name AAAAAAAA\nmore\n")]
    [InlineData("te\txt\n\n\u2014 name AAAAAAAA\n")]
    [InlineData("te\rxt\n\n\u2014 name AAAAAAAA\n")]
    public void What_is_no_note_is_rejected(string text) => SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _, out _).ShouldBeFalse();

    [Fact]
    public void Bytes_that_are_no_text_are_rejected() =>
        SignedNote.TryParse([.. "text"u8, 0xFF, .. "\n\n\u2014 name AAAAAAAA\n"u8], out _, out _).ShouldBeFalse();

    [Fact]
    public void The_text_ends_at_the_last_empty_line() => Parsed("one\n\ntwo\n\n\u2014 name AAAAAAAA\n").Text.ShouldBe("one\n\ntwo\n");

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("")]
    [InlineData(null)]
    public void A_verifier_key_that_does_not_fit_itself_is_rejected(string? vkey) => NoteVerifierKey.TryParse(vkey, out _).ShouldBeFalse();

    [Fact]
    public void A_signing_key_goes_through_its_text()
    {
        using var key = NoteSigningKey.Generate("handoff.local/NODE-001", NoteKeyType.Ed25519);
        NoteSigningKey.TryParse(key.ToSecretText(), out var again).ShouldBeTrue();
        again!.VerifierKey.ToString().ShouldBe(key.VerifierKey.ToString());
        again.Sign("text\n").ToString().ShouldBe(key.Sign("text\n").ToString());
        NoteSigningKey.TryParse(key.ToSecretText().Replace("NODE-001", "NODE-002"), out _).ShouldBeFalse();
        again.Dispose();
    }

    private static SignedNote Parsed(string text)
    {
        SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note, out var problem).ShouldBeTrue(problem);
        return note!;
    }

    private static NoteVerifierKey Key(string vkey)
    {
        NoteVerifierKey.TryParse(vkey, out var key).ShouldBeTrue();
        return key!;
    }
}
