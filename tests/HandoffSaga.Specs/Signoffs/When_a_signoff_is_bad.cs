using System.Text;
using HandoffSaga.Signoffs;
using static HandoffSaga.Signoffs.SignoffProblemKind;
using static HandoffSaga.Specs.Signoffs.SignoffBodies;

namespace HandoffSaga.Specs.Signoffs;

public sealed class When_a_signoff_is_bad
{
    private const string Trigger = "/test_data/routing_trigger";

    /// <summary>
    /// Each is the complete signoff with one member spoiled: where, the JSON put there (null: left out), and what the rejection says.
    /// </summary>
    public static TheoryData<string, string?, string> SpoiledMembers =>
        new()
        {
            { "/package_id", null, "package_id is missing" },
            { "/package_id", "null", "package_id is missing" },
            { "/package_id", "7", "package_id must be a string" },
            { "/package_id", "\"\"", "package_id must be 1 to 128" },
            { "/package_id", "\"PKG/1\"", "package_id must be 1 to 128" },
            { "/package_id", "\"..\"", "package_id must be 1 to 128" },
            { "/package_id", "\"PKG\\u0007\"", "package_id must be 1 to 128" },
            { "/package_id", "\"PKG-\\u00e9\"", "package_id must be 1 to 128" },
            { "/package_id", "\"PKG-1\\n\"", "package_id must be 1 to 128" },
            { "/package_id", $"\"{new string('x', 129)}\"", "package_id must be 1 to 128" },
            { "/clientpo_id", null, "clientpo_id is missing" },
            { "/clientpo_id", "\"-C\"", "clientpo_id must be 1 to 128" },
            { "/test_id", null, "test_id is missing" },
            { "/test_id", "[]", "test_id must be a string" },
            { "/test_data", null, "test_data is missing" },
            { "/test_data", "[]", "test_data must be an object" },
            { "/test_data/smart_contract_id", null, "smart_contract_id is missing" },
            { "/test_data/smart_contract_id", "\"a b\"", "smart_contract_id must be 1 to 128" },
            { "/test_data/part_id", "1", "part_id must be a string" },
            { "/test_data/part_number", "{}", "part_number must be a string" },
            { "/test_data/completion_timestamp", "1748786519", "completion_timestamp must be a string" },
            { "/test_data/procedure_revision", "2", "procedure_revision must be a string" },
            { "/approvals", null, "approvals is missing" },
            { "/approvals", "[]", "approvals is empty" },
            { "/approvals", "{}", "approvals must be a list" },
            { "/approvals", "true", "approvals must be a list" },
            { "/approvals/0", "\"J. Doe\"", "approvals/0 must be an object" },
            { "/approvals/0/role", "[]", "role must be a string" },
            { "/node_id", "\"NODE.1\"", "node_id must be 1 to 64" },
            { "/node_id", $"\"{new string('x', 65)}\"", "node_id must be 1 to 64" },
            { "/domain", "5", "domain must be a string" },
            { "/smart_id", "false", "smart_id must be a string" },
            { "/previous_package_id", "\"../P\"", "previous_package_id must be 1 to 128" },
            { "/local_backup_path", "[]", "local_backup_path must be a string" },
            { Trigger, "\"next_node\"", "routing_trigger must be an object" },
            { Trigger, "{}", "type of the routing trigger is missing" },
            { Trigger + "/type", "\"next_nodes\"", "type must be next_node or workflow_complete" },
            { Trigger + "/type", "\"Next_Node\"", "type must be next_node or workflow_complete" },
            { Trigger + "/type", "1", "type must be a string" },
            { Trigger + "/routing_type", "\"workflow_complete\"", "routing_type contradicts type" },
            { Trigger + "/next_station", "\"NODE/1\"", "next_station must be 1 to 64" },
            { Trigger + "/next_station", "\"#\"", "next_station must be 1 to 64" },
            { Trigger + "/next_contract", "\"../secret.yaml\"", "next_contract must be a bare file name" },
            { Trigger + "/next_contract", "\"/etc/a.yaml\"", "next_contract must be a bare file name" },
            { Trigger + "/next_contract", "\"a\\\\b.yaml\"", "next_contract must be a bare file name" },
            { Trigger + "/next_contract", "\"next.json\"", "next_contract must be a bare file name" },
            { Trigger + "/next_contract", "\".yaml\"", "next_contract must be a bare file name" },
            { Trigger + "/next_contract", "\"\"", "next_contract must be a bare file name" },
            { Trigger + "/next_contract", "3", "next_contract must be a string" },
            { Trigger + "/vault_transfer", "\"false\"", "vault_transfer must be true or false" },
            { Trigger + "/is_final_contract", "0", "is_final_contract must be true or false" },
            { "/package_type", "\"test_results\"", "package_type is reserved" },
            { "/transfer_id", "null", "transfer_id is reserved" },
            { "/source_node", "\"N\"", "source_node is reserved" },
            { "/completion_timestamp", "\"2025-06-01T14:01:59.120Z\"", "completion_timestamp is reserved" },
            { "/compliance_metadata", """{"all_approvals_verified":true}""", "compliance_metadata is reserved" },
            { "/audit_chain", "{}", "audit_chain is reserved" },
            { "/workflow_status", "{}", "workflow_status is reserved" },
        };

    [Theory]
    [MemberData(nameof(SpoiledMembers))]
    public void The_member_and_what_it_must_be_are_named(string path, string? json, string expected)
    {
        var problem = Rejected(With(path, json));

        problem.Kind.ShouldBe(Content);
        var error = problem.Errors.Count == 1 ? problem.Errors[0] : problem.Errors.ShouldHaveSingleItem(string.Join('\n', problem.Errors));
        error.Message.ShouldStartWith(expected);
        problem.Detail.ShouldContain(error.Message);
        error.Path.ShouldStartWith(path);
        problem.PackageId.ShouldBe(path == "/package_id" ? null : "PKG-2025-001-LP-TEST1");
        ShouldBePrintable(problem);
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("\"\"", "must be a detached JWS")]
    [InlineData("17", "must be a string")]
    [InlineData("\"abcd\"", "must be a detached JWS")]
    [InlineData("\"ab.cd.ef\"", "must be a detached JWS")]
    [InlineData("\"..cd\"", "must be a detached JWS")]
    [InlineData("\"ab..\"", "must be a detached JWS")]
    [InlineData("\"ab..c=\"", "must be a detached JWS")]
    [InlineData("\"ab..c+\"", "must be a detached JWS")]
    [InlineData("\"ab..cdefg\"", "must be a detached JWS")]
    [InlineData("\"ab...cd\"", "must be a detached JWS")]
    public void Without_a_signature_it_is_not_authorized(string? json, string expected)
    {
        var problem = Rejected(With("/guardian_signature", json));

        problem.Kind.ShouldBe(Signature);
        problem.Detail.ShouldStartWith("guardian_signature " + expected);
        problem.PackageId.ShouldBe("PKG-2025-001-LP-TEST1");
    }

    public static TheoryData<string, int, string> SpoiledBodies =>
        new()
        {
            { "", 400, "Not JSON" },
            { "all signoffs complete", 400, "Not JSON" },
            { Complete[..^1], 400, "Not JSON" },
            { Complete.Replace("\"NDT\",", "\"NDT\""), 400, "Not JSON" },
            { Complete.Replace("}", ",}"), 400, "Not JSON" },
            { "// signoff\n" + Complete, 400, "Not JSON" },
            { Complete + Complete, 400, "Something follows" },
            { "\uFEFF" + Complete, 400, "byte order mark" },
            { Complete.Replace("NDT", "N\0T"), 400, "Not JSON" },
            { Complete.Replace("NDT", "N\u0007T"), 400, "Not JSON" },
            { "[" + Complete + "]", 422, "not an object" },
            { Complete.Replace("NDT", "N\\u0000T"), 422, "U+0000" },
            { Complete.Replace("NDT", "N\\ud800T"), 422, "surrogate" },
            { Complete.Replace("\"domain\"", "\"node_id\""), 422, "\"node_id\" occurs twice" },
            { Complete.Replace("\"domain\"", "\"package\\u005fid\""), 422, "\"package_id\" occurs twice" },
            { Complete.Replace("\"NDT\"", "12345678901234567890123"), 422, "send it as a string" },
            { Complete.Replace("\"NDT\"", "1e999"), 422, "send it as a string" },
            { Complete.Replace("\"NDT\"", new string('[', 16) + new string(']', 16)), 422, "More than 16" },
            { Complete.Replace("NDT", new string('x', 16 * 1024)), 413, "at most 16384" },
        };

    [Theory]
    [MemberData(nameof(SpoiledBodies))]
    public void A_body_that_cannot_be_read_is_rejected_for_its_own_reason(string body, int status, string expected)
    {
        var problem = Rejected(body);

        problem.Status.ShouldBe(status);
        problem.Detail.ShouldContain(expected);
        problem.Errors.Count.ShouldBe(status == 422 ? 1 : 0);
        ShouldBePrintable(problem);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_rejected_as_such()
    {
        var bytes = Encoding.Latin1.GetBytes(Complete.Replace("J. Doe", "Zoë"));

        var problem = SignoffParser.Parse(bytes, Limits).ShouldBeOfType<SignoffParse.Rejected>().Problem;

        problem.Kind.ShouldBe(NotJson);
        problem.Detail.ShouldContain("UTF-8");
    }

    [Fact]
    public void Everything_wrong_is_named_at_once()
    {
        var problem = Rejected(
            """
            {"package_id":"a/b","audit_chain":{},"approvals":[{"role":1},2],"test_data":{"routing_trigger":{"type":"back","vault_transfer":"no"}},"guardian_signature":"aa..bb"}
            """
        );

        problem
            .Errors.Select(error => error.Path)
            .ShouldBe([
                "/audit_chain",
                "/package_id",
                "/clientpo_id",
                "/test_id",
                "/test_data/smart_contract_id",
                "/approvals/0/role",
                "/approvals/1",
                "/test_data/routing_trigger/type",
                "/test_data/routing_trigger/vault_transfer",
            ]);
        problem.Detail.ShouldEndWith("And 6 more.");
        problem.Kind.ShouldBe(Content);
        problem.PackageId.ShouldBeNull();
    }

    [Fact]
    public void An_unsigned_one_is_rejected_for_that_first_but_the_rest_is_named_too()
    {
        var problem = Rejected("{}");

        problem.Kind.ShouldBe(Signature);
        problem
            .Errors.Select(error => error.Path)
            .ShouldBe(["/test_data", "/package_id", "/clientpo_id", "/test_id", "/approvals", "/guardian_signature"]);
    }

    private static void ShouldBePrintable(SignoffProblem problem) =>
        string.Concat([problem.Title, problem.Detail, .. problem.Errors.Select(error => error.Path + error.Message)])
            .ShouldAllBe(character => character >= ' ' && character <= '~');
}
