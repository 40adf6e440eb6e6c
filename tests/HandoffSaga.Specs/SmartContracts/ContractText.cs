using System.Text;
using System.Text.Json;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

/// <summary>Contracts to write down in a spec.</summary>
internal static class ContractText
{
    public const string Head = "smart_contract_id: SC-1\ncontract_type: test\n";

    public static string Of(
        string id,
        string next,
        string station = "NODE-2",
        string po = "CPO-1",
        long? sequence = null,
        string testType = "UT"
    ) =>
        $"""
            smart_contract_id: {id}
            clientpo_id: {po}
            contract_type: test
            test_type: {testType}
            sequence_number: {sequence?.ToString() ?? "~"}
            routing_trigger:
              type: next_node
              next_station: {station}
              next_contract: {next}

            """;

    public static string Final(string id, string po = "CPO-1", long? sequence = null) =>
        $"""
            smart_contract_id: {id}
            clientpo_id: {po}
            contract_type: test
            sequence_number: {sequence?.ToString() ?? "~"}
            routing_trigger:
              type: workflow_complete

            """;

    public static ContractParse Parse(string yaml) => SmartContractParser.Parse("SC-1.yaml", Encoding.UTF8.GetBytes(yaml));

    public static SmartContract Read(string yaml) =>
        Parse(yaml) switch
        {
            ContractParse.Parsed parsed => parsed.Contract,
            ContractParse.Rejected refused => throw new ShouldAssertException(string.Join("; ", refused.Problems)),
            _ => throw new ShouldAssertException("neither value nor problem"),
        };

    public static ContractProblem Rejection(string yaml) => Parse(yaml).ShouldBeOfType<ContractParse.Rejected>().Problems[0];

    /// <summary>The JSON a plain value becomes.</summary>
    public static string Json(string value)
    {
        using var document = JsonDocument.Parse(Read(Head + "value: " + value + "\n").Json);
        return document.RootElement.GetProperty("value").GetRawText();
    }
}
