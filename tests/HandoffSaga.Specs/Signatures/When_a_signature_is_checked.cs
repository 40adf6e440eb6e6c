using System.Text;
using HandoffSaga.Signatures;
using HandoffSaga.Specs.Harness;
using static HandoffSaga.Specs.Signatures.Signer;

namespace HandoffSaga.Specs.Signatures;

public sealed class When_a_signature_is_checked
{
    private const string Content = """{"package_id":"PKG-1"}""";

    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly Signer Guardian = Ed25519();
    private static readonly Signer OnP256 = Es256();
    private static readonly JwkSet Keys = Set(Guardian.Jwk(), OnP256.Jwk());

    /// <summary>Content, spoiled in one way each, and the fault it must be refused for.</summary>
    public static TheoryData<string, string, string> Forged =>
        new()
        {
            { "nothing", "", "Format" },
            { "no dots", Guardian.Sign(Content).Replace("..", ""), "Format" },
            { "one dot", Guardian.Sign(Content).Replace("..", "."), "Format" },
            { "three dots", Guardian.Sign(Content).Replace("..", "..."), "Format" },
            { "a payload inside", Guardian.Sign(Content).Replace("..", $".{Base64(Content)}."), "Format" },
            { "padding", Guardian.Sign(Content) + "==", "Format" },
            { "white space", Guardian.Sign(Content) + "\n", "Format" },
            { "BASE64 of the other alphabet", $"{Base64(Guardian.Header)}..{new string('+', 86)}", "Format" },
            { "stray bits behind the signature", StrayBits(Guardian.Sign(Content)), "Format" },
            { "no header", ".." + Guardian.Sign(Content).Split("..")[1], "Format" },
            { "no signature", Base64(Guardian.Header) + "..", "Format" },
            { "more than is read", Guardian.Sign(Content, $$"""{"alg":"EdDSA","kid":"{{new string('k', 4000)}}"}"""), "Format" },
            { "a header that is no JSON", Guardian.Sign(Content, "alg=EdDSA"), "Header" },
            { "a header that is a list", Guardian.Sign(Content, """["EdDSA"]"""), "Header" },
            { "alg twice", Guardian.Sign(Content, """{"alg":"EdDSA","alg":"EdDSA","kid":"guardian-1"}"""), "Header" },
            {
                "kid twice, once escaped",
                Guardian.Sign(Content, """{"alg":"EdDSA","kid":"guardian-1","k\u0069d":"guardian-1"}"""),
                "Header"
            },
            { "a typ that is no text", Guardian.Sign(Content, """{"alg":"EdDSA","kid":"guardian-1","typ":7}"""), "Header" },
            { "its own key", Guardian.Sign(Content, $$"""{"alg":"EdDSA","kid":"guardian-1","jwk":{{Guardian.Jwk()}}}"""), "HeaderMember" },
            {
                "a key to be fetched",
                Guardian.Sign(Content, """{"alg":"EdDSA","kid":"guardian-1","jku":"http://127.0.0.1/keys"}"""),
                "HeaderMember"
            },
            { "crit", Guardian.Sign(Content, """{"alg":"EdDSA","kid":"guardian-1","crit":["exp"]}"""), "HeaderMember" },
            {
                "an unencoded payload (RFC 7797)",
                Guardian.Sign(Content, """{"alg":"EdDSA","kid":"guardian-1","b64":false}"""),
                "HeaderMember"
            },
            { "alg none", Guardian.Sign(Content, """{"alg":"none","kid":"guardian-1"}"""), "Algorithm" },
            { "an HMAC, keyed with the public key", Guardian.Sign(Content, """{"alg":"HS256","kid":"guardian-1"}"""), "Algorithm" },
            { "alg in small letters", Guardian.Sign(Content, """{"alg":"eddsa","kid":"guardian-1"}"""), "Algorithm" },
            { "no alg", Guardian.Sign(Content, """{"kid":"guardian-1"}"""), "Algorithm" },
            { "no kid", Guardian.Sign(Content, """{"alg":"EdDSA"}"""), "KeyIdMissing" },
            { "an empty kid", Guardian.Sign(Content, """{"alg":"EdDSA","kid":""}"""), "KeyIdMissing" },
            { "a kid that is no text", Guardian.Sign(Content, """{"alg":"EdDSA","kid":["guardian-1"]}"""), "KeyIdMissing" },
            { "a stranger's key", Ed25519("guardian-2").Sign(Content), "KeyUnknown" },
            { "a kid in other letters", Guardian.Sign(Content, """{"alg":"EdDSA","kid":"Guardian-1"}"""), "KeyUnknown" },
            {
                "the kid of a key for another algorithm",
                Guardian.Sign(Content, """{"alg":"EdDSA","kid":"guardian-p256"}"""),
                "KeyAlgorithm"
            },
            { "another algorithm than the key's", OnP256.Sign(Content, """{"alg":"ES256","kid":"guardian-1"}"""), "KeyAlgorithm" },
            { "half a signature", $"{Base64(Guardian.Header)}..{Base64(Guardian.Bytes(Utf8(Content)).AsSpan(0, 32))}", "Length" },
            { "a signature and a byte", $"{Base64(Guardian.Header)}..{Base64([.. Guardian.Bytes(Utf8(Content)), 0])}", "Length" },
            { "a stranger under Guardian's name", Ed25519("guardian-1").Sign(Content), "Mismatch" },
            { "other content", Guardian.Sign(Content + " "), "Mismatch" },
            {
                "a header put on afterwards",
                $"{Base64("""{"alg":"EdDSA","kid":"guardian-1","typ":"JOSE"}""")}..{Guardian.Sign(Content).Split("..")[1]}",
                "Mismatch"
            },
            { "zeros", $"{Base64(Guardian.Header)}..{Base64(new byte[64])}", "Mismatch" },
            { "zeros on P-256", $"{Base64(OnP256.Header)}..{Base64(new byte[64])}", "Mismatch" },
            { "s and r changed about", $"{Base64(OnP256.Header)}..{Base64(Swapped(OnP256.Bytes(Utf8(Content))))}", "Mismatch" },
            { "a P-256 stranger under Guardian's name", Es256("guardian-p256").Sign(Content), "Mismatch" },
        };

    [Fact]
    public void The_worked_example_holds()
    {
        var keys = JwkSetParser.Parse(Utf8(WorkedExample.Jwks)).ShouldBeOfType<JwkSetParse.Parsed>().Keys;

        keys.Verify(WorkedExample.Signature, Utf8(WorkedExample.Canonical), Now).ShouldBe(new SignatureVerdict.Verified("guardian-1"));
        keys.Verify(WorkedExample.Signature, Utf8(WorkedExample.Canonical + " "), Now)
            .ShouldBe(new SignatureVerdict.Rejected(SignatureFault.Mismatch));
    }

    [Fact]
    public void Ed25519_is_another_name_of_EdDSA() =>
        Keys.Verify(Guardian.Sign(Content, """{"alg":"Ed25519","kid":"guardian-1"}"""), Utf8(Content), Now)
            .ShouldBe(new SignatureVerdict.Verified("guardian-1"));

    [Fact]
    public void Both_algorithms_are_taken()
    {
        Verify(Guardian.Sign(Content)).ShouldBe(new SignatureVerdict.Verified("guardian-1"));
        Verify(OnP256.Sign(Content)).ShouldBe(new SignatureVerdict.Verified("guardian-p256"));
    }

    [Fact]
    public void A_typ_does_no_harm() =>
        Verify(Guardian.Sign(Content, """{"typ":"JOSE","alg":"EdDSA","kid":"guardian-1"}""")).ShouldBeOfType<SignatureVerdict.Verified>();

    [Theory]
    [MemberData(nameof(Forged))]
    public void Each_forgery_is_rejected_for_its_own_fault(string what, string jws, string fault) =>
        Verify(jws).ShouldBe(new SignatureVerdict.Rejected(Enum.Parse<SignatureFault>(fault)), what);

    [Fact]
    public void A_DER_signature_is_not_taken()
    {
        // 64 bytes of DER do not occur; what a crypto library gives by default is longer.
        var der = System
            .Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)
            .SignData(
                Utf8(Content),
                System.Security.Cryptography.HashAlgorithmName.SHA256,
                System.Security.Cryptography.DSASignatureFormat.Rfc3279DerSequence
            );

        Verify($"{Base64(OnP256.Header)}..{Base64(der)}").ShouldBe(new SignatureVerdict.Rejected(SignatureFault.Length));
    }

    [Fact]
    public void A_key_counts_from_nbf_until_before_exp()
    {
        var seconds = Now.ToUnixTimeSeconds();
        var keys = Set(Guardian.Jwk($$""","nbf":{{seconds}},"exp":{{seconds + 60}}"""));
        SignatureVerdict At(DateTimeOffset now) => keys.Verify(Guardian.Sign(Content), Utf8(Content), now);

        At(Now.AddMilliseconds(-1)).ShouldBe(new SignatureVerdict.Rejected(SignatureFault.KeyNotYetValid));
        At(Now).ShouldBeOfType<SignatureVerdict.Verified>();
        At(Now.AddSeconds(60).AddMilliseconds(-1)).ShouldBeOfType<SignatureVerdict.Verified>();
        At(Now.AddSeconds(60)).ShouldBe(new SignatureVerdict.Rejected(SignatureFault.KeyExpired));
    }

    [Fact]
    public async Task Many_threads_check_at_once()
    {
        var good = OnP256.Sign(Content);
        var bad = OnP256.Sign(Content + "x");

        var verdicts = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(i => Task.Run(() => (i, Verdict: Verify(i % 2 == 0 ? good : bad))))
        );

        verdicts.ShouldAllBe(v => v.Verdict is SignatureVerdict.Verified == (v.i % 2 == 0));
    }

    [Fact]
    public void Advice_to_the_sender_is_the_same_for_all_that_can_be_wrong_about_a_key() =>
        new[] { SignatureFault.KeyUnknown, SignatureFault.KeyExpired, SignatureFault.KeyNotYetValid, SignatureFault.KeyAlgorithm }
            .Select(SignatureFaults.Advice)
            .Distinct()
            .ShouldHaveSingleItem();

    private static SignatureVerdict Verify(string jws) => Keys.Verify(jws, Utf8(Content), Now);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Swapped(byte[] signature) => [.. signature[32..], .. signature[..32]];

    // 64 bytes end in a character of which only two bits count: the next character of the alphabet says the same bytes.
    private static string StrayBits(string jws) => jws[..^1] + (char)(jws[^1] + 1);
}
