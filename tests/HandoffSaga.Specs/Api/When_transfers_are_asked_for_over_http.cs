using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Status;
using HandoffSaga.Storage;

namespace HandoffSaga.Specs.Api;

public sealed class When_transfers_are_asked_for_over_http : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task One_is_found_by_its_package_id()
    {
        await _api.Store.Write(Handoffs.OnItsWay("PKG-1"));

        var answer = await _api.Get("/transfers/PKG-1");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.MediaType.ShouldBe("application/json");
        ((string)answer.Json["status"]!).ShouldBe("authorized");
        ((string)answer.Json["received_timestamp"]!).ShouldBe("2025-06-01T14:02:12.480Z");
        answer.Json.AsObject().ContainsKey("completed_timestamp").ShouldBeTrue("what is not known yet is null, not missing");
    }

    [Theory]
    [InlineData("/transfers/PKG-9")]
    [InlineData("/transfers/PKG-9/attempts")]
    [InlineData("/transfers/PKG-9/audit")]
    [InlineData("/transfers/PKG-9/signoff")]
    [InlineData("/transfers/PKG-9/packages/vault_hub")]
    [InlineData("/transfers/PKG-9/packages/elsewhere")]
    [InlineData("/transfers/%C3%A9%20%27")]
    [InlineData("/transferz")]
    public async Task What_is_not_there_is_a_problem(string path) => (await _api.Get(path)).ShouldBeProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_wrong_method_is_a_problem() =>
        (await _api.Post("/transfers/PKG-1", "{}")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed);

    [Fact]
    public async Task Pages_follow_one_another_by_their_cursor()
    {
        foreach (var number in Enumerable.Range(1, 3))
            await _api.Store.Write(Handoffs.OnItsWay($"PKG-{number}"));

        var first = (await _api.Get("/transfers?limit=2")).Json;
        var second = (await _api.Get($"/transfers?limit=2&cursor={first["next_cursor"]}")).Json;

        first.AsObject().Select(member => member.Key).ShouldBe(["items", "next_cursor", "total"]);
        Packages(first).ShouldBe(["PKG-3", "PKG-2"]);
        Packages(second).ShouldBe(["PKG-1"]);
        second["next_cursor"].ShouldBeNull();
        ((int)second["total"]!).ShouldBe(3);
    }

    [Theory]
    [InlineData("status=escalated")]
    [InlineData("leg=vault_hub&leg_status=escalated")]
    [InlineData("leg_status=escalated")]
    [InlineData("error=HTTP%20503")]
    [InlineData("leg=vault_hub&error=503")]
    [InlineData("clientpo_id=CPO-9")]
    [InlineData("part_id=PART-9")]
    [InlineData("part_number=PN-9")]
    [InlineData("station=NODE-9")]
    [InlineData("test_id=TEST-9")]
    [InlineData("from=2025-06-02T00:00:00Z")]
    [InlineData("from=2025-06-02T02:00:00.000%2B02:00&to=2025-06-02T00:00:00.001Z")]
    [InlineData("attempts_min=4")]
    [InlineData("leg=vault_hub&attempts_min=4&status=escalated&limit=500")]
    public async Task Each_parameter_narrows_the_list(string query)
    {
        await _api.Store.Write(Handoffs.OnItsWay("PKG-OTHER"));
        await _api.Store.Write(
            Handoffs.OnItsWay(
                "PKG-WANTED",
                transfer =>
                {
                    transfer.Vault.Fail(LegStatus.Escalated, 4, "HTTP 503");
                    (transfer.ClientPoId, transfer.PartId, transfer.PartNumber, transfer.TestId) = ("CPO-9", "PART-9", "PN-9", "TEST-9");
                    transfer.NextNode.TargetNode = "NODE-9";
                    transfer.ReceivedAt = new DateTimeOffset(2025, 6, 2, 0, 0, 0, TimeSpan.Zero);
                }
            )
        );

        Packages((await _api.Get("/transfers?" + query)).Json).ShouldBe(["PKG-WANTED"]);
    }

    [Theory]
    [InlineData("/transfers?status=done", "status")]
    [InlineData("/transfers?status=", "status")]
    [InlineData("/transfers?state=held", "state")]
    [InlineData("/transfers?Status=held", "Status")]
    [InlineData("/transfers?status=held&status=escalated", "status")]
    [InlineData("/transfers?leg=vault", "leg")]
    [InlineData("/transfers?leg=vault_hub", "leg")]
    [InlineData("/transfers?leg_status=fully_complete", "leg_status")]
    [InlineData("/transfers?from=yesterday", "from")]
    [InlineData("/transfers?from=2025-06-01", "from")]
    [InlineData("/transfers?from=2025-06-01T00:00:00", "from")]
    [InlineData("/transfers?to=2025-13-01T00:00:00Z", "to")]
    [InlineData("/transfers?attempts_min=0", "attempts_min")]
    [InlineData("/transfers?limit=0", "limit")]
    [InlineData("/transfers?limit=501", "limit")]
    [InlineData("/transfers?limit=+5", "limit")]
    [InlineData("/transfers?cursor=nonsense", "cursor")]
    [InlineData("/transfers?part_id=%01", "part_id")]
    [InlineData("/rejected?package=PKG-1", "package")]
    [InlineData("/rejected?limit=many", "limit")]
    [InlineData("/hubs?hub=vault", "hub")]
    public async Task A_mistake_lists_nothing_and_is_named(string path, string parameter)
    {
        var problem = (await _api.Get(path)).ShouldBeProblem(HttpStatusCode.BadRequest);

        problem["errors"]!.AsArray().ShouldHaveSingleItem()!["path"]!.GetValue<string>().ShouldBe(parameter);
        ((string)problem["detail"]!).ShouldContain($"'{parameter}'");
    }

    [Fact]
    public async Task Every_mistake_is_named_at_once() =>
        (await _api.Get("/transfers?statu=held&limit=x&leg=y")).ShouldBeProblem(HttpStatusCode.BadRequest)["errors"]!
            .AsArray()
            .Count.ShouldBe(3);

    [Fact]
    public async Task Records_come_as_they_are_kept()
    {
        var transfer = Handoffs.OnItsWay("PKG-1");
        await _api.Store.Write(transfer);
        var package = """{"approvals":[],"guardian_signature":"a..b","package_id":"PKG-1","package_type":"test_results"}"""u8.ToArray();
        await _api.Store.Write(Tables.Packages.Row(transfer.CorrelationId, "vault_hub", package, "digest", Handoffs.Received));
        await _api.Store.Write(Tables.AttemptWaiting.Row(transfer.CorrelationId, "vault_hub", 1L, "first", Handoffs.Received));
        await _api.Store.Write(
            Tables.LedgerEntries.Row(
                Guid.NewGuid(),
                transfer.CorrelationId,
                "PKG-1",
                "transfer",
                1L,
                "receive_authorization",
                """{"details":"é"}"""u8.ToArray(),
                new byte[32],
                Handoffs.Received
            )
        );

        (await _api.Get("/transfers/PKG-1/packages/vault_hub")).Bytes.ShouldBe(package);
        Text(await _api.Get("/transfers/PKG-1/signoff")).ShouldBe("""{"approvals":[],"guardian_signature":"a..b","package_id":"PKG-1"}""");
        Text(await _api.Get("/transfers/PKG-1/audit")).ShouldBe("""{"items":[{"details":"é"}]}""");
        ((string)(await _api.Get("/transfers/PKG-1/attempts")).Json["items"]![0]!["leg"]!).ShouldBe("vault_hub");
        (await _api.Get("/transfers/PKG-1/packages/next_node")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Refusals_and_hubs_are_shown()
    {
        await _api.Store.Write(
            Tables.Rejected.Row(
                Guid.NewGuid(),
                "PKG-1",
                "http",
                "not_json",
                null,
                "{"u8.ToArray(),
                1L,
                "digest",
                Handoffs.Received,
                null,
                null
            )
        );

        ((string)(await _api.Get("/rejected?package_id=PKG-1")).Json["items"]![0]!["body"]!).ShouldBe("{");
        (await _api.Get("/rejected?package_id=PKG-2")).Json["items"]!.AsArray().ShouldBeEmpty();
        (await _api.Get("/hubs")).Json["vault_hub"]!
            .AsObject()
            .Select(member => member.Key)
            .ShouldBe([
                "waiting",
                "escalated",
                "held",
                "oldest",
                "next_attempt_at",
                "last_success_at",
                "last_error",
                "last_error_code",
                "last_error_at",
            ]);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_no_empty_list()
    {
        await _api.Store.Execute("DROP TABLE transfers");

        var answer = await _api.Get("/transfers");

        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        answer.Message.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_fault_of_ours_tells_nothing_of_the_inside()
    {
        await _api.Store.Write(Handoffs.OnItsWay("PKG-1"));
        await _api.Store.Execute("UPDATE transfers SET body = x'00'");

        (await _api.Get("/transfers/PKG-1")).ShouldBeProblem(HttpStatusCode.InternalServerError)["detail"]!
            .GetValue<string>()
            .ShouldNotContain("0x00");
    }

    private static IEnumerable<string> Packages(JsonNode page) => page["items"]!.AsArray().Select(item => (string)item!["package_id"]!);

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);
}
