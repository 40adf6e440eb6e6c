using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using HandoffSaga.Messages;
using HandoffSaga.Signoffs;
using HandoffSaga.Signoffs.Bodies;
using static HandoffSaga.Specs.Signoffs.SignoffBodies;

namespace HandoffSaga.Specs.Signoffs.Bodies;

public sealed class When_a_signoff_comes_in_an_envelope
{
    private const string CloudEvents = "application/cloudevents+json";
    private const string MassTransit = "application/vnd.masstransit+json";

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("")]
    [InlineData(null)]
    public void Without_one_it_is_read_as_it_stands(string? contentType) =>
        Read(Complete, contentType).Sha256.ShouldBe(Parsed(Complete).Sha256);

    [Theory]
    [InlineData(CloudEvents)]
    [InlineData("Application/CloudEvents+JSON; charset=utf-8")]
    [InlineData("application/json")]
    [InlineData(null)]
    public void Of_CloudEvents_the_data_counts(string? contentType) =>
        Read(Event(Complete), contentType).Sha256.ShouldBe(Parsed(Complete).Sha256);

    [Theory]
    [InlineData(MassTransit)]
    [InlineData(null)]
    public void Of_MassTransit_the_message_counts(string? contentType) =>
        Read(Envelope(Complete), contentType).Sha256.ShouldBe(Parsed(Complete).Sha256);

    [Fact]
    public void The_same_content_has_the_same_digest_and_the_same_signed_bytes_whatever_is_around_it()
    {
        var plain = Read(Complete, null);
        foreach (var (body, contentType) in new[] { (Event(Complete), CloudEvents), (Envelope(Complete), MassTransit) })
        {
            var signoff = Read(body, contentType);
            signoff.SignedBytes.ToArray().ShouldBe(plain.SignedBytes.ToArray());
            signoff.Document.ShouldBe(plain.Document);
        }
    }

    [Fact]
    public void What_has_a_package_id_itself_is_a_signoff_whatever_else_stands_in_it()
    {
        var signoff = Read(
            With("/message", Complete).Replace("\"package_id\"", "\"specversion\":\"1.0\",\"messageType\":[],\"package_id\""),
            null
        );

        signoff.Document.GetObject("message").ShouldNotBeNull();
    }

    [Fact]
    public void A_signoff_as_deep_as_one_may_be_fits_into_an_envelope()
    {
        var deep = With("/test_data/results", new string('[', Limits.MaxDepth - 2) + new string(']', Limits.MaxDepth - 2));
        var tooDeep = With("/test_data/results", new string('[', Limits.MaxDepth - 1) + new string(']', Limits.MaxDepth - 1));

        Read(Event(deep), CloudEvents).Sha256.ShouldBe(Parsed(deep).Sha256);
        Rejected(Event(tooDeep), CloudEvents).Kind.ShouldBe(SignoffProblemKind.Unsignable);
        Rejected(Envelope(tooDeep), MassTransit).Kind.ShouldBe(SignoffProblemKind.Unsignable);
    }

    [Fact]
    public void What_is_wrong_inside_is_named_with_its_place_in_the_whole()
    {
        Rejected(Event(With("/clientpo_id", "17")), CloudEvents).Errors.ShouldHaveSingleItem().Path.ShouldBe("/data/clientpo_id");
        var unsigned = Rejected(Envelope(With("/guardian_signature", null)), MassTransit);
        unsigned.Kind.ShouldBe(SignoffProblemKind.Signature);
        unsigned.PackageId.ShouldBe("PKG-2025-001-LP-TEST1");
        unsigned.Errors.ShouldHaveSingleItem().Path.ShouldBe("/message/guardian_signature");
    }

    [Theory]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/g","type":"t","data":{}}""")]
    [InlineData("""{"id":"1","source":"/g","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","source":"/g","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/g","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/g","type":"t"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/g","type":"t","Wrong-Name":"x","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/g","type":"t","time":"yesterday","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/g","type":"t","data_base64":"e30="}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/g","type":"t","datacontenttype":"text/plain","data":"{}"}""")]
    [InlineData("""{"specversion":1,"id":"1","source":"/g","type":"t","data":{}}""")]
    [InlineData("{}")]
    public void What_claims_to_be_a_CloudEvent_and_is_none_is_rejected_by_name(string body)
    {
        var problem = Rejected(body, CloudEvents);

        problem.Kind.ShouldBe(SignoffProblemKind.NoEnvelope);
        problem.Status.ShouldBe(422);
        problem.Title.ShouldBe("The body is not the envelope it claims to be");
    }

    [Fact]
    public void A_MassTransit_envelope_without_a_message_is_rejected_by_name() =>
        Rejected("""{"messageType":["urn:message:HandoffSaga.Messages:GuardianSignoffComplete"]}""", MassTransit)
            .Title.ShouldBe("The body is not the envelope it claims to be");

    [Fact]
    public void A_batch_of_events_is_rejected() =>
        Rejected($"[{Event(Complete)}]", CloudEvents).Kind.ShouldBe(SignoffProblemKind.Unsignable);

    [Fact]
    public void A_message_that_stands_twice_is_rejected() =>
        Rejected("{\"messageType\":[],\"message\":{},\"message\":" + Complete + "}", null).Kind.ShouldBe(SignoffProblemKind.Unsignable);

    [Fact]
    public void What_is_larger_than_a_signoff_may_be_is_rejected_in_any_body()
    {
        var large = With("/test_data/results", $"\"{new string('x', Limits.MaxBytes)}\"");

        foreach (var contentType in new[] { CloudEvents, MassTransit, null })
            Rejected(Event(large), contentType).Kind.ShouldBe(SignoffProblemKind.TooLarge);
    }

    [Fact]
    public void What_a_dotnet_Guardian_publishes_reads_as_what_it_means()
    {
        var message = JsonSerializer.Deserialize<GuardianSignoffComplete>(Complete)!;
        var published = JsonSerializer.Serialize(message, WithoutNulls);

        // Members that are null are left out by MassTransit: such a Guardian signs without them.
        Read(Envelope(published), MassTransit).Sha256.ShouldBe(Parsed(With("/previous_package_id", null)).Sha256);
    }

    [Fact]
    public void Any_bytes_give_a_value()
    {
        string?[] claims = [CloudEvents, MassTransit, null];
        foreach (var whole in new[] { Event(Complete), Envelope(Complete) })
        {
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte)
                .Array[0, 4]
                .Sample(
                    changes =>
                    {
                        var bytes = Encoding.UTF8.GetBytes(whole);
                        foreach (var (at, value) in changes)
                            bytes[at] = value;
                        foreach (var claim in claims)
                            SignoffBody.Parse(bytes, claim, Limits).ShouldNotBeNull();
                    },
                    iter: 2_000
                );
        }

        Gen.Byte.Array[0, 100]
            .Sample(
                bytes => claims.ToList().ForEach(claim => SignoffBody.Parse(bytes, claim, Limits).ShouldBeOfType<SignoffParse.Rejected>()),
                iter: 2_000
            );
    }

    private static string Event(string data) =>
        $$"""{"specversion":"1.0","id":"A-1","source":"/guardian/1","type":"guardian.signoff.complete","time":"2025-06-01T14:02:11Z","datacontenttype":"application/json","data":{{data}}}""";

    private static string Envelope(string message) =>
        $$$"""{"messageId":"01000000-0000-0000-0000-000000000000","messageType":["urn:message:HandoffSaga.Messages:GuardianSignoffComplete"],"message":{{{message}}},"headers":{},"host":{"processId":7}}""";

    private static Signoff Read(string body, string? contentType) =>
        SignoffBody.Parse(Encoding.UTF8.GetBytes(body), contentType, Limits).ShouldBeOfType<SignoffParse.Parsed>().Signoff;

    private static SignoffProblem Rejected(string body, string? contentType) =>
        SignoffBody.Parse(Encoding.UTF8.GetBytes(body), contentType, Limits).ShouldBeOfType<SignoffParse.Rejected>().Problem;
}
