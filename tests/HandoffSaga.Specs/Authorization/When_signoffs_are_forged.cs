using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Intake;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Signatures;
using static HandoffSaga.Specs.Signatures.Signer;

namespace HandoffSaga.Specs.Authorization;

/// <summary>Everyone who reaches an entrance can write a signoff. Each of these is refused for its own reason, and nothing moves.</summary>
public sealed class When_signoffs_are_forged
{
    private const string Package = "PKG-FORGED";

    private static readonly Signer Guardian = Ed25519("guardian-1");
    private static readonly Signer OnP256 = Es256("guardian-p256");
    private static readonly Signer Retired = Ed25519("guardian-retired");
    private static readonly Signer Coming = Ed25519("guardian-coming");
    private static readonly Signer Stranger = Ed25519("guardian-1");

    private static readonly (string What, byte[] Body, string Reason)[] Forged =
    [
        // Nobody's word.
        ("no signature", Utf8(Content().ToString()), "signature_missing_or_malformed"),
        ("a signature that is null", With("null"), "signature_missing_or_malformed"),
        ("a signature that is true", With("true"), "signature_missing_or_malformed"),
        ("an empty signature", With("\"\""), "signature_missing_or_malformed"),
        ("a word instead of a signature", With("\"approved by Guardian\""), "signature_missing_or_malformed"),
        // Not in the one form.
        (
            "a whole JWS with its payload",
            Jws(Guardian.Sign(Canonical()).Replace("..", $".{Base64(Canonical())}.")),
            "signature_missing_or_malformed"
        ),
        (
            "a JSON JWS",
            With($$"""{"protected":"{{Base64(Guardian.Header)}}","signature":"{{Guardian.Sign(Canonical()).Split("..")[1]}}"}"""),
            "signature_missing_or_malformed"
        ),
        ("a padded signature", Jws(Guardian.Sign(Canonical()) + "=="), "signature_missing_or_malformed"),
        ("stray bits", Jws(Stray(Guardian.Sign(Canonical()))), "signature_format"),
        ("a header without JSON", Jws(Guardian.Sign(Canonical(), "EdDSA")), "signature_header"),
        (
            "a header with alg twice",
            Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-1","alg":"none"}""")),
            "signature_header"
        ),
        ("a header with a byte order mark", Jws(Guardian.Sign(Canonical(), "\uFEFF" + Guardian.Header)), "signature_header"),
        ("a typ that is a number", Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-1","typ":1}""")), "signature_header"),
        // With a key or an instruction of its own.
        (
            "its own key",
            Jws(Stranger.Sign(Canonical(), $$"""{"alg":"EdDSA","kid":"guardian-1","jwk":{{Stranger.Jwk()}}}""")),
            "signature_header_member"
        ),
        (
            "an address for the key",
            Jws(Stranger.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-1","jku":"https://evil.example/keys"}""")),
            "signature_header_member"
        ),
        (
            "a certificate",
            Jws(Stranger.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-1","x5c":["MIIB"]}""")),
            "signature_header_member"
        ),
        (
            "an extension it says is critical",
            Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-1","crit":["b64"],"b64":false}""")),
            "signature_header_member"
        ),
        ("a nonce", Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-1","nonce":"1"}""")), "signature_header_member"),
        // By an algorithm that does not count.
        ("alg none", Jws(Guardian.Sign(Canonical(), """{"alg":"none","kid":"guardian-1"}""")), "signature_algorithm"),
        ("an HMAC", Jws(Guardian.Sign(Canonical(), """{"alg":"HS256","kid":"guardian-1"}""")), "signature_algorithm"),
        ("RSA", Jws(Guardian.Sign(Canonical(), """{"alg":"RS256","kid":"guardian-1"}""")), "signature_algorithm"),
        ("ES512", Jws(OnP256.Sign(Canonical(), """{"alg":"ES512","kid":"guardian-p256"}""")), "signature_algorithm"),
        ("no alg", Jws(Guardian.Sign(Canonical(), """{"kid":"guardian-1"}""")), "signature_algorithm"),
        // By a key that does not count.
        ("no kid", Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA"}""")), "signature_kid_missing"),
        ("an unknown kid", Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-9"}""")), "signature_key_unknown"),
        ("a kid that is a path", Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"../guardian-1"}""")), "signature_key_unknown"),
        ("the other key's kid", Jws(Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-p256"}""")), "signature_key_algorithm"),
        ("the other key's alg", Jws(OnP256.Sign(Canonical(), """{"alg":"ES256","kid":"guardian-1"}""")), "signature_key_algorithm"),
        ("a key whose time is over", Jws(Retired.Sign(Canonical())), "signature_key_expired"),
        ("a key whose time has not come", Jws(Coming.Sign(Canonical())), "signature_key_not_yet_valid"),
        // Not over this content.
        ("a stranger under Guardian's kid", Jws(Stranger.Sign(Canonical())), "signature_mismatch"),
        ("a cut signature", Jws($"{Base64(Guardian.Header)}..{Base64(Guardian.Bytes(Canonical()).AsSpan(0, 63))}"), "signature_length"),
        ("a signature of zeros", Jws($"{Base64(Guardian.Header)}..{Base64(new byte[64])}"), "signature_mismatch"),
        ("a zero signature on P-256", Jws($"{Base64(OnP256.Header)}..{Base64(new byte[64])}"), "signature_mismatch"),
        ("the signature of another package", Changed(s => s["package_id"] = "PKG-OTHER"), "signature_mismatch"),
        ("another next station", Changed(s => s["test_data"]!["routing_trigger"]!["next_station"] = "NODE-EVIL-001"), "signature_mismatch"),
        ("an end of the chain", Changed(s => s["test_data"]!["routing_trigger"] = SampleSignoffs.WorkflowComplete()), "signature_mismatch"),
        ("another result", Changed(s => s["test_data"]!["results"]!["pass"] = false), "signature_mismatch"),
        ("a number moved by one bit", Changed(s => s["test_data"]!["results"]!["dwell_min"] = 12.500000000000002), "signature_mismatch"),
        ("an approval more", Changed(s => s["approvals"]!.AsArray().Add(s["approvals"]![0]!.DeepClone())), "signature_mismatch"),
        ("another approver", Changed(s => s["approvals"]![0]!["name"] = "J. Dough"), "signature_mismatch"),
        ("a look-alike letter", Changed(s => s["approvals"]![0]!["name"] = "J. D\u043Ee"), "signature_mismatch"),
        ("a member more", Changed(s => s["note"] = ""), "signature_mismatch"),
        ("a member less", Changed(s => s.Remove("local_backup_path")), "signature_mismatch"),
        ("null where nothing was", Changed(s => s["domain"] = null), "signature_mismatch"),
        ("a signature over other spacing, not the canonical form", Jws(Guardian.Sign(Content().ToString())), "signature_mismatch"),
        (
            "a signature over the digest",
            Jws(Guardian.Sign(CanonicalObject.Parse(Canonical(), CanonicalLimits.Default).Object!.Sha256Hex())),
            "signature_mismatch"
        ),
        (
            "a signature without the header",
            Jws($"{Base64(Guardian.Header)}..{Guardian.Sign(Canonical(), """{"kid":"guardian-1","alg":"EdDSA"}""").Split("..")[1]}"),
            "signature_mismatch"
        ),
        // Signed by Guardian, and still nothing that may move.
        (
            "a member that is ours",
            Guardians(s => s["compliance_metadata"] = new JsonObject { ["all_approvals_verified"] = true }),
            "content"
        ),
        (
            "a contract outside the folder",
            Guardians(s => s["test_data"]!["routing_trigger"]!["next_contract"] = "../../etc/passwd.yaml"),
            "content"
        ),
        (
            "a member twice",
            Utf8(Encoding.UTF8.GetString(Guardians(_ => { })).Replace("{\"approvals\"", "{\"test_id\":\"T\",\"approvals\"")),
            "content"
        ),
    ];

    [Fact]
    public async Task Each_is_rejected_for_its_own_reason_and_nothing_moves()
    {
        Forged.Length.ShouldBeGreaterThanOrEqualTo(40);
        await using var station = await Station.Started(GivenKeys);

        foreach (var (what, body, reason) in Forged)
        {
            var refused = (await station.Send(body)).ShouldBeOfType<IntakeResult.Rejected>(what);

            refused.Problem.Status.ShouldBe(reason == "content" ? 422 : 401, what);
            Answer(refused).ShouldNotContain("evil", Case.Insensitive, what);
            var kept = (await station.Queries.Rejected(null, 1, CancellationToken.None)).Items.ShouldHaveSingleItem(what);
            kept.Reason.ShouldBe(reason, what);
            kept.BodyLength.ShouldBe(body.Length, what);
            station.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        foreach (var table in new[] { "transfers", "packages", "attempts", "outbox" })
            (await station.Count(table)).ShouldBe(0, table);
        station.Vault.Deliveries.ShouldBeEmpty();
        station.Floor.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Guardian_really_signed_moves_and_its_id_was_never_taken()
    {
        await using var station = await Station.Started(GivenKeys);
        foreach (var (_, body, _) in Forged)
            await station.Send(body);

        (await station.Send(Jws(OnP256.Sign(Canonical())))).ShouldBe(new IntakeResult.Accepted(Package));
        (await station.Send(Jws(Guardian.Sign(Canonical())))).ShouldBe(new IntakeResult.Duplicate(Package));
        await station.UntilComplete(Package);
    }

    [Fact]
    public async Task The_answer_tells_the_check_and_nothing_about_keys()
    {
        await using var station = await Station.Started(GivenKeys);
        var answers = new HashSet<string>();
        foreach (
            var signature in new[]
            {
                Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-9"}"""),
                Retired.Sign(Canonical()),
                Coming.Sign(Canonical()),
                Guardian.Sign(Canonical(), """{"alg":"EdDSA","kid":"guardian-p256"}"""),
            }
        )
        {
            answers.Add(Answer((await station.Send(Jws(signature))).ShouldBeOfType<IntakeResult.Rejected>()));
        }

        answers.ShouldHaveSingleItem().ShouldContain("not accepted here now");
        answers.Single().ShouldNotContain("guardian-", Case.Sensitive);
    }

    private static void GivenKeys(Station station)
    {
        var now = station.Clock.GetUtcNow().ToUnixTimeSeconds();
        File.WriteAllText(
            station.GuardianJwks,
            Jwks(Guardian.Jwk(), OnP256.Jwk(), Retired.Jwk($",\"exp\":{now - 1}"), Coming.Jwk($",\"nbf\":{now + 3600}"))
        );
    }

    private static JsonObject Content()
    {
        var signoff = JsonNode.Parse(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()))!.AsObject();
        signoff.Remove("guardian_signature");
        return signoff;
    }

    private static byte[] Canonical(JsonObject? content = null) =>
        CanonicalObject.Parse(Utf8((content ?? Content()).ToJsonString()), CanonicalLimits.Default).Object!.Utf8.ToArray();

    /// <summary>The signoff with this as its signature.</summary>
    private static byte[] Jws(string signature) => With(JsonSerializer.Serialize(signature));

    private static byte[] With(string signatureJson)
    {
        var content = Content();
        content["guardian_signature"] = JsonNode.Parse(signatureJson);
        return Utf8(content.ToJsonString());
    }

    /// <summary>Signed, and changed afterwards.</summary>
    private static byte[] Changed(Action<JsonObject> change)
    {
        var content = Content();
        content["guardian_signature"] = Guardian.Sign(Canonical());
        change(content);
        return Utf8(content.ToJsonString());
    }

    /// <summary>Changed, and signed by Guardian.</summary>
    private static byte[] Guardians(Action<JsonObject> change)
    {
        var content = Content();
        change(content);
        content["guardian_signature"] = Guardian.Sign(Canonical(content));
        return Utf8(content.ToJsonString());
    }

    private static string Answer(IntakeResult.Rejected refused) =>
        string.Join(" ", [refused.Problem.Title, refused.Problem.Detail, .. refused.Problem.Errors.Select(e => e.Message)]);

    private static string Stray(string jws) => jws[..^1] + (char)(jws[^1] + 1);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
