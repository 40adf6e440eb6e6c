using System.Net;
using System.Text.Json.Nodes;

namespace HandoffSaga.Specs.Api;

public sealed class When_the_api_describes_itself : IAsyncLifetime
{
    private RunningApi _api = null!;
    private JsonNode _document = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await RunningApi.Start();
        var answer = await _api.Get("/openapi/v1.json");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        _document = answer.Json;
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public void Every_path_of_the_contract_is_there_and_no_other() =>
        _document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key} {path.Key}"))
            .ShouldBe(
                [
                    "post /signoffs",
                    "get /transfers",
                    "get /transfers/{package_id}",
                    "get /transfers/{package_id}/attempts",
                    "get /transfers/{package_id}/audit",
                    "get /transfers/{package_id}/signoff",
                    "get /transfers/{package_id}/packages/{leg}",
                    "post /transfers/{package_id}/redeliver",
                    "post /transfers/{package_id}/close",
                    "get /rejected",
                    "get /hubs",
                    "get /health/live",
                    "get /health/ready",
                ],
                ignoreOrder: true
            );

    [Fact]
    public void Every_operation_has_a_summary_and_says_how_it_succeeds_with_what()
    {
        foreach (var operation in Operations())
        {
            ((string?)operation["summary"]).ShouldNotBeNullOrEmpty();
            var successes = operation["responses"]!.AsObject().Where(response => response.Key[0] == '2').ToList();
            successes.ShouldNotBeEmpty();
            successes.ShouldAllBe(response => response.Value!["content"]!["application/json"]!["schema"] != null);
        }
    }

    [Fact]
    public void Every_failure_but_that_of_health_is_problem_details()
    {
        var failures = Operations()
            .Where(operation => (string)operation["tags"]![0]! != "Health")
            .SelectMany(operation => operation["responses"]!.AsObject())
            .Where(response => response.Key[0] != '2')
            .ToList();

        failures.ShouldNotBeEmpty();
        failures.ShouldAllBe(response =>
            (string)response.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"]! == "#/components/schemas/Problem"
        );
    }

    [Fact]
    public void A_transfer_is_described_member_by_member()
    {
        var transfer = Schema("TransferView");

        transfer["properties"]!
            .AsObject()
            .Select(member => member.Key)
            .ShouldBe(
                [
                    "transfer_id",
                    "package_id",
                    "clientpo_id",
                    "test_id",
                    "part_id",
                    "part_number",
                    "status",
                    "vault_status",
                    "next_node_status",
                    "retry_count",
                    "routing",
                    "received_timestamp",
                    "completed_timestamp",
                    "signoff_sha256",
                    "legs",
                ],
                ignoreOrder: true
            );
        transfer["properties"]!["received_timestamp"]!.ToJsonString().ShouldContain("\"format\":\"date-time\"");
        transfer["properties"]!["status"]!["enum"]!.AsArray().Count.ShouldBe(12);
        ((string)transfer["properties"]!["retry_count"]!["type"]!).ShouldBe("integer");
        Schema("NextNodeLegView")["properties"]!["target_node"].ShouldNotBeNull();
        Schema("ItemListOfLedgerEntryView")["properties"]!["items"]!["items"]!["properties"]!["action"].ShouldNotBeNull();
    }

    [Fact]
    public void Every_parameter_of_the_list_is_described()
    {
        var parameters = _document["paths"]!["/transfers"]!["get"]!["parameters"]!.AsArray();

        parameters
            .Select(parameter => (string)parameter!["name"]!)
            .ShouldBe([
                "status",
                "leg",
                "leg_status",
                "error",
                "clientpo_id",
                "part_id",
                "part_number",
                "station",
                "test_id",
                "from",
                "to",
                "attempts_min",
                "cursor",
                "limit",
            ]);
        parameters.ShouldAllBe(parameter => (string)parameter!["in"]! == "query" && ((string?)parameter["description"]) != null);
    }

    [Fact]
    public void What_is_sent_is_described_too()
    {
        Schema("RedeliverRequest")["required"]!
            .AsArray()
            .Select(name => (string)name!)
            .ShouldBe(["leg", "reason", "requested_by"], ignoreOrder: true);
        Schema("SignoffDocument")["required"]!
            .AsArray()
            .Select(name => (string)name!)
            .ShouldBe(["package_id", "clientpo_id", "test_id", "test_data", "approvals", "guardian_signature"], ignoreOrder: true);
    }

    private IEnumerable<JsonNode> Operations() =>
        _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => method.Value!));

    private JsonNode Schema(string name) => _document["components"]!["schemas"]![name].ShouldNotBeNull();
}
