using System.Text;
using HandoffSaga.Signatures;
using static HandoffSaga.Specs.Signatures.Signer;

namespace HandoffSaga.Specs.Signatures;

public sealed class When_a_key_set_is_read
{
    private static readonly Signer Guardian = Ed25519();
    private static readonly Signer OnP256 = Es256();

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "{", "Not JSON" },
            { "[]", "not an object" },
            { "{}", "the list \"keys\" is missing" },
            { """{"keys":{}}""", "the list \"keys\" is missing" },
            { """{"keys":[],"keys":[]}""", "occurs twice" },
            { """{"keys":[]}""", "no Ed25519 or P-256 key" },
            { """{"keys":[7]}""", "key 1 is not an object" },
            { """{"keys":[{"kid":"a"}]}""", "key 1 has no kty" },
            { Jwks(Guardian.Jwk(), Guardian.Jwk()), "key 2 repeats the kid guardian-1" },
            { Jwks("""{"kty":"RSA","kid":"rsa","n":"AQAB","e":"AQAB"}"""), "no Ed25519 or P-256 key" },
            { Jwks(Guardian.Jwk(",\"use\":\"enc\"")), "no Ed25519 or P-256 key" },
            { Jwks(Guardian.Jwk(",\"key_ops\":[\"sign\"]")), "no Ed25519 or P-256 key" },
            { Jwks(Guardian.Jwk().Replace("\"kid\":\"guardian-1\",", "")), "has no kid" },
            { Jwks(Guardian.Jwk().Replace("guardian-1", "guardian\\u001b[2J")), "has no kid of 1 to 256 printable characters" },
            { Jwks(Guardian.Jwk(",\"d\":\"AAAA\"")), "private part" },
            { Jwks(OnP256.Jwk(), Guardian.Jwk(",\"d\":\"AAAA\"")), "key 2 (guardian-1) has a private part" },
            { Jwks(Guardian.Jwk(",\"alg\":\"ES256\"")), "the wrong alg for its kind; it must be EdDSA" },
            { Jwks(OnP256.Jwk(",\"alg\":\"EdDSA\"")), "the wrong alg for its kind; it must be ES256" },
            { Jwks(Guardian.Jwk(",\"nbf\":\"2025\"")), "nbf or exp" },
            { Jwks(Guardian.Jwk(",\"exp\":1.5")), "nbf or exp" },
            { Jwks(Guardian.Jwk(",\"exp\":9007199254740991")), "nbf or exp" },
            { Jwks(Guardian.Jwk(",\"nbf\":20,\"exp\":20")), "never valid" },
            { Jwks("""{"kty":"OKP","crv":"Ed25519","kid":"a","x":"AAAA"}"""), "is not an Ed25519 public key" },
            { Jwks("""{"kty":"OKP","crv":"Ed25519","kid":"a"}"""), "is not an Ed25519 public key" },
            {
                Jwks(
                    """{"kty":"EC","crv":"P-256","kid":"a","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}"""
                ),
                "a point of the curve"
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_set_that_is_wrong_is_rejected_whole(string json, string reason)
    {
        var refused = JwkSetParser.Parse(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<JwkSetParse.Rejected>();

        refused.Reason.ShouldContain(reason);
        refused.Reason.ShouldNotContain("\u001b");
    }

    [Fact]
    public void Keys_for_other_purposes_are_passed_over()
    {
        var set = Set(
            """{"kty":"RSA","kid":"rsa","n":"AQAB","e":"AQAB"}""",
            Guardian.Jwk(",\"use\":\"sig\",\"alg\":\"EdDSA\",\"unknown\":{}"),
            OnP256.Jwk(",\"key_ops\":[\"verify\"]")
        );

        set.Keys.Select(key => (key.KeyId, key.Algorithm)).ShouldBe([("guardian-1", "EdDSA"), ("guardian-p256", "ES256")]);
    }

    public static TheoryData<string, string> Odd =>
        new()
        {
            { "7", "key 1 is not an object" },
            { """{"kid":"a"}""", "key 1 has no kty" },
            { Ed25519("odd").Jwk().Replace("\"kid\":\"odd\",", ""), "key 1 has no kid" },
            { Ed25519("odd").Jwk(",\"alg\":\"ES256\""), "key 1 (odd) has the wrong alg" },
            { Ed25519("odd").Jwk(",\"exp\":1.5"), "key 1 (odd) has an nbf or exp" },
            { Ed25519("odd").Jwk(",\"nbf\":20,\"exp\":20"), "key 1 (odd) is never valid" },
            { """{"kty":"OKP","crv":"Ed25519","kid":"odd","x":"AAAA"}""", "key 1 (odd) is not an Ed25519 public key" },
            { """{"kty":"EC","crv":"P-256","kid":"odd","x":"AAAA","y":"AAAA"}""", "key 1 (odd) is not a P-256 public key" },
        };

    [Theory]
    [MemberData(nameof(Odd))]
    public void An_odd_key_is_passed_over_by_name_and_spoils_none_beside_it(string odd, string reason)
    {
        var parsed = Parsed(Jwks(odd, Guardian.Jwk(), OnP256.Jwk()));

        parsed.PassedOver.ShouldHaveSingleItem().ShouldStartWith(reason);
        parsed.Keys.Keys.Select(key => key.KeyId).ShouldBe(["guardian-1", "guardian-p256"]);
    }

    [Fact]
    public void A_key_of_another_kind_may_have_the_same_kid()
    {
        var parsed = Parsed(Jwks("""{"kty":"RSA","kid":"guardian-1"}""", Guardian.Jwk()));

        parsed.PassedOver.ShouldBeEmpty();
        parsed.Keys.Keys.Single().KeyId.ShouldBe("guardian-1");
    }

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("Ed25519")]
    public void Both_names_of_the_algorithm_are_taken(string alg) =>
        Parsed(Jwks(Guardian.Jwk($",\"alg\":\"{alg}\""))).Keys.Keys.Single().Algorithm.ShouldBe("EdDSA");

    [Fact]
    public void A_byte_order_mark_in_front_is_no_part_of_it() =>
        Parsed("\ufeff" + Jwks(Guardian.Jwk())).Keys.Keys.Single().KeyId.ShouldBe("guardian-1");

    [Fact]
    public void What_is_too_large_is_rejected() =>
        JwkSetParser.Parse(new byte[JwkSetParser.MaxBytes + 1]).ShouldBeOfType<JwkSetParse.Rejected>().Reason.ShouldContain("at most");

    private static JwkSetParse.Parsed Parsed(string jwks) =>
        JwkSetParser.Parse(Encoding.UTF8.GetBytes(jwks)).ShouldBeOfType<JwkSetParse.Parsed>();
}
