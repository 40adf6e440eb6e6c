using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Http;

/// <summary>A 2xx whose content says something else, byte by byte as it comes over the wire.</summary>
public sealed class When_an_answer_is_no_confirmation
{
    private const string Json = "application/json";
    private const string Html = "text/html; charset=utf-8";
    private const string LoginPage = "<!doctype html><title>Sign in</title><form action=\"/login\"><input name=user></form>";

    private static readonly Delivery Delivery = Sample.Delivery();
    private static readonly string Rejection = Encoding.UTF8.GetString(
        Sample.Receipt(Delivery, ("disposition", "rejected"), ("reason", "wrong revision"))
    );

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n")]
    public async Task A_receipt_that_is_cut_off_where_the_connection_closes_delivers_nothing(string head)
    {
        foreach (var length in new[] { 1, 15, Rejection.IndexOf("\"disposition\"", StringComparison.Ordinal) + 6, Rejection.Length - 1 })
        {
            var outcome = await Raw(head, Json, Encoding.UTF8.GetBytes(Rejection[..length]));

            outcome.Outcome.ShouldBe(AttemptOutcome.Transient, Rejection[..length]);
            outcome.ErrorCode!.ToString().ShouldBe("receipt:cut_off", Rejection[..length]);
            outcome.Error.ShouldBe("receipt_cut_off: its JSON breaks off before the end");
        }
    }

    [Fact]
    public async Task A_receipt_shorter_than_its_length_delivers_nothing()
    {
        var bytes = Encoding.UTF8.GetBytes(Rejection);

        var outcome = await Raw($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\n", Json, bytes[..^1]);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.ErrorCode!.ToString().ShouldBe("transport:connection_closed");
    }

    public static TheoryData<string, string> Disguises =>
        new()
        {
            { $"[{Rejection}]", "it is inside an array" },
            { $"[[{Rejection}]]", "it is inside an array" },
            { JsonSerializer.Serialize(Rejection), "it is a JSON string" },
            { JsonSerializer.Serialize(JsonSerializer.Serialize(Rejection)), "it is a JSON string" },
            { $$"""{"statusCode":200,"body":{{JsonSerializer.Serialize(Rejection)}} }""", "it is inside a JSON string" },
            { $$"""{"data":{{Rejection}} }""", "it is inside the member data" },
            { $$"""{"ok":true,"result":{"items":[{{Rejection}}] } }""", "it is inside the member result" },
            { Spelled(JsonNamingPolicy.CamelCase), "transferId must be transfer_id" },
            { Spelled(JsonNamingPolicy.KebabCaseLower), "transfer-id must be transfer_id" },
            { Spelled(JsonNamingPolicy.SnakeCaseUpper), "TRANSFER_ID must be transfer_id" },
            { """{"disposition":"rejected"}""", "transfer_id is missing" },
            { """{"transfer_id":"XFER-PKG-2025-001-LP-TEST1","status":"rejected"}""", "disposition is missing" },
            { """{"receipt_id":"VH-1"}""", "transfer_id is missing" },
            { """{"ok":false,"reason":"disk full"}""", "transfer_id is missing" },
            { """{disposition: "rejected"}""", "it is not valid JSON" },
            { "disposition: rejected\ntransfer_id: XFER-1\n", "it is not valid JSON" },
            { "<receipt><disposition>rejected</disposition></receipt>", "it is not valid JSON" },
            { "transfer_id=XFER-1&disposition=rejected", "it is not valid JSON" },
        };

    [Theory]
    [MemberData(nameof(Disguises), DisableDiscoveryEnumeration = true)]
    public async Task What_looks_like_a_receipt_and_is_not_one_delivers_nothing(string body, string reason)
    {
        foreach (var type in new[] { Json, "text/plain" })
        {
            var outcome = await AnsweringHub.Answered(200, type, Encoding.UTF8.GetBytes(body));

            (outcome.Outcome, outcome.Error).ShouldBe((AttemptOutcome.Transient, $"receipt_invalid: {reason}"));
            outcome.ErrorCode.ShouldBe(ErrorCodes.ReceiptInvalid);
        }
    }

    [Theory]
    [InlineData(422, "Permanent")]
    [InlineData(503, "Transient")]
    public async Task Beside_another_status_it_leaves_the_decision_to_the_status(int status, string expected)
    {
        var outcome = await AnsweringHub.Answered(status, Json, """{"title":"no","reason":"unknown client"}"""u8.ToArray());

        (outcome.Outcome, outcome.ErrorCode).ShouldBe((Enum.Parse<AttemptOutcome>(expected), ErrorCodes.Http(status)));
    }

    [Fact]
    public async Task A_login_page_delivers_nothing_and_the_error_names_the_setting()
    {
        var outcome = await AnsweringHub.Answered(200, Html, Encoding.UTF8.GetBytes(LoginPage));

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.ErrorCode!.ToString().ShouldBe("receipt:content_type");
        outcome.Error.ShouldBe(
            "receipt_content_type: HTTP 200, but text/html confirms nothing; for a hub that confirms with it, add text/html to Hubs:Vault:ConfirmingContentTypes"
        );
    }

    [Fact]
    public async Task Content_of_no_declared_type_delivers_nothing_unless_it_is_JSON()
    {
        var outcome = await AnsweringHub.Answered(200, null, Encoding.UTF8.GetBytes(LoginPage));
        outcome.ErrorCode.ShouldBe(ErrorCodes.ReceiptContentType);
        outcome.Error.ShouldBe(
            "receipt_content_type: HTTP 200, but content of no declared type confirms nothing; the hub must declare one"
        );
        (await AnsweringHub.Answered(200, null, "ok"u8.ToArray())).ErrorCode.ShouldBe(ErrorCodes.ReceiptContentType);
        (await AnsweringHub.Answered(200, null, "{}"u8.ToArray())).Evidence.ShouldBe(Evidence.StatusCode);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", """{"status":"ok","id":17,"received_at":"2025-06-01","attempt":1}""")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "\"stored\"")]
    [InlineData("application/json", "17")]
    [InlineData("application/json", "OK")]
    [InlineData("application/hal+json; charset=utf-8", "OK")]
    [InlineData("text/plain", "[OK] stored, for the reason given: none")]
    [InlineData("TEXT/PLAIN; charset=ISO-8859-1", "ok")]
    [InlineData("text/html", " \r\n")]
    [InlineData("text/html", "")]
    public async Task A_plain_yes_still_delivers_on_the_status(string type, string body)
    {
        (await AnsweringHub.Answered(200, type, Encoding.UTF8.GetBytes(body))).ShouldSatisfyAllConditions(
            outcome => outcome.Outcome.ShouldBe(AttemptOutcome.Delivered),
            outcome => outcome.Evidence.ShouldBe(Evidence.StatusCode)
        );
    }

    [Fact]
    public async Task A_hub_that_confirms_in_HTML_is_configured_so()
    {
        var hub = new HubOptions { Url = RawHub.Gone(), ConfirmingContentTypes = ["text/html"] };

        (await AnsweringHub.Answered(200, Html, "<p>stored</p>"u8.ToArray(), hub)).Evidence.ShouldBe(Evidence.StatusCode);
        (await AnsweringHub.Answered(200, "text/plain", "ok"u8.ToArray(), hub)).ErrorCode.ShouldBe(ErrorCodes.ReceiptContentType);
        (await AnsweringHub.Answered(200, Html, "<b disposition='rejected'>"u8.ToArray(), hub)).ErrorCode.ShouldBe(
            ErrorCodes.ReceiptInvalid
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("ok")]
    public async Task Where_a_receipt_is_required_a_status_is_not_enough(string body)
    {
        var hub = new HubOptions { Url = RawHub.Gone(), Evidence = Evidence.Receipt };

        var outcome = await AnsweringHub.Answered(204 - (body.Length > 0 ? 4 : 0), "text/plain", Encoding.UTF8.GetBytes(body), hub);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.ErrorCode!.ToString().ShouldBe("receipt:missing");
        outcome.Error!.ShouldEndWith("without a receipt, and Hubs:Vault:Evidence asks for one");
        (await AnsweringHub.Answered(200, Json, Sample.Receipt(Delivery), hub)).Evidence.ShouldBe(Evidence.Receipt);
    }

    [Fact]
    public void No_beginning_of_a_receipt_passes_for_a_confirmation()
    {
        var whole = Encoding.UTF8.GetBytes(Rejection);
        for (var length = 1; length < whole.Length; length++)
        {
            foreach (var type in new[] { null, Json, "text/plain" })
                Judge(type, whole[..length]).Outcome.ShouldBe(AttemptOutcome.Transient, $"{length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public void No_byte_of_a_receipt_that_is_lost_or_changed_makes_a_confirmation_of_a_rejection()
    {
        var whole = Encoding.UTF8.GetBytes(Rejection);
        for (var at = 0; at < whole.Length; at++)
        {
            byte[][] damaged =
            [
                [.. whole[..at], .. whole[(at + 1)..]],
                [.. whole[..at], (byte)'"', .. whole[(at + 1)..]],
                [.. whole[..at], 0, .. whole[(at + 1)..]],
                [.. whole[..at], 0xFF, .. whole[(at + 1)..]],
            ];
            foreach (var body in damaged)
                Judge(Json, body).Outcome.ShouldNotBe(AttemptOutcome.Delivered, Encoding.Latin1.GetString(body));
        }
    }

    private static DeliveryOutcome Judge(string? type, byte[] body) =>
        AnswerTable.Judge(
            Delivery,
            AnswerReader.Read(200, type, null, body),
            new HubOptions { Url = HubOptions.DefaultVaultUrl },
            ReceiptSignatures.NotChecked,
            default
        );

    private static string Spelled(JsonNamingPolicy policy) =>
        new JsonObject(
            JsonNode
                .Parse(Rejection)!
                .AsObject()
                .Select(member =>
                    KeyValuePair.Create(
                        policy.ConvertName(string.Concat(member.Key.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))),
                        member.Value?.DeepClone()
                    )
                )
        ).ToJsonString();

    private static async Task<DeliveryOutcome> Raw(string head, string type, byte[] body)
    {
        using var hub = RawHub.Doing(async socket =>
        {
            await RawHub.Send(socket, $"{head}Content-Type: {type}\r\n\r\n");
            await socket.SendAsync(body);
            socket.Shutdown(SocketShutdown.Both);
        });
        return await AnsweringHub.Deliver(new HubOptions { Url = hub.Url });
    }
}
