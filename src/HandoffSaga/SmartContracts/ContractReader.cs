using HandoffSaga.SmartContracts.Yaml;
using HandoffSaga.Texts;

namespace HandoffSaga.SmartContracts;

/// <summary>Reads a SmartContract's members from a document. Unknown members are ignored here and stay in the JSON.</summary>
internal sealed class ContractReader(string fileName)
{
    private readonly List<ContractProblem> _problems = [];

    public ContractParse Read(YamlMapping top, string sha256)
    {
        var part = Section(top, "part");
        var procedure = Section(top, "procedure");
        var trigger = Section(top, "routing_trigger");
        var contract = new SmartContract
        {
            FileName = fileName,
            SmartContractId = Required(top, "smart_contract_id", NameShapes.Id.Fits, "an id"),
            ClientPoId = Text(top, "clientpo_id", NameShapes.Id.Fits, "an id"),
            ContractType = Required(top, "contract_type", IsSomething, "text"),
            TestType = Text(top, "test_type"),
            SequenceNumber = Integer(top, "sequence_number"),
            ProcedureId = Text(procedure, "id"),
            ProcedureRevision = Text(procedure, "revision"),
            RequiredApprovals = Approvals(top),
            RefuseWhenIncomplete = Truth(top, "refuse_when_incomplete") ?? false,
            PartId = Text(part, "part_id"),
            PartNumber = Text(part, "part_number"),
            Trigger = trigger is null ? null : Trigger(trigger),
            Json = YamlJson.Write(top),
            Sha256 = sha256,
            Lines = Lines(top, trigger),
        };
        return _problems.Count == 0
            ? new ContractParse.Parsed(contract)
            : new ContractParse.Rejected([.. _problems.OrderBy(problem => problem.Line)]);
    }

    private RoutingTrigger Trigger(YamlMapping trigger)
    {
        var type = Text(trigger, "type", RoutingTypes.IsKnown, RoutingTypes.Expected);
        var alias = Text(trigger, "routing_type", RoutingTypes.IsKnown, RoutingTypes.Expected);
        if (type is not null && alias is not null && type != alias)
            Reject(trigger.Line, "routing_trigger is ambiguous: type and routing_type differ");

        return new RoutingTrigger(
            type ?? alias,
            Text(trigger, "next_station", NameShapes.Station.Fits, "a station id"),
            Text(trigger, "next_contract", NameShapes.ContractFile.Fits, NameShapes.ContractFile.Rule),
            Truth(trigger, "vault_transfer"),
            Truth(trigger, "is_final_contract")
        );
    }

    private List<RequiredApproval> Approvals(YamlMapping top)
    {
        var approvals = new List<RequiredApproval>();
        switch (top.Find("required_approvals")?.Value)
        {
            case null or YamlNull:
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                    approvals.Add(Approval(item));
                break;
            case var other:
                Reject(other.Line, "required_approvals is not a list");
                break;
        }

        return approvals;
    }

    private RequiredApproval Approval(YamlValue item)
    {
        if (item is not YamlMapping mapping)
        {
            Reject(item.Line, "a required approval must be a mapping with a role, a meaning or both");
            return new RequiredApproval(null, null);
        }

        var approval = new RequiredApproval(Text(mapping, "role"), Text(mapping, "meaning"));
        // Any approval would meet a requirement without role and meaning.
        if (mapping.Find("role")?.Value is null or YamlNull && mapping.Find("meaning")?.Value is null or YamlNull)
            Reject(item.Line, "a required approval names neither role nor meaning");
        return approval;
    }

    private YamlMapping? Section(YamlMapping top, string key)
    {
        var value = top.Find(key)?.Value;
        if (value is not (null or YamlNull or YamlMapping))
            Reject(value.Line, $"{key} is not a mapping");
        return value as YamlMapping;
    }

    private string Required(YamlMapping top, string key, Predicate<string> fits, string expected)
    {
        if (top.Find(key)?.Value is null or YamlNull)
            Reject(top.Find(key)?.Line ?? top.Line, $"{key} is missing");
        return Text(top, key, fits, expected) ?? "";
    }

    private string? Text(YamlMapping? mapping, string key) => Text(mapping, key, IsSomething, "text");

    private string? Text(YamlMapping? mapping, string key, Predicate<string> fits, string expected)
    {
        switch (mapping?.Find(key))
        {
            case null or { Value: YamlNull }:
                return null;
            case { Value: YamlText { Text: var text } } when fits(text):
                return text;
            case { Value: YamlText { Text: var text }, Line: var line }:
                Reject(line, $"{key} {Excerpt.Quote(text)} is not {expected}");
                return null;
            case { Line: var line }:
                Reject(line, $"{key} is not {expected}");
                return null;
        }
    }

    private long? Integer(YamlMapping top, string key)
    {
        var member = top.Find(key);
        if (member is not (null or { Value: YamlNull or YamlNumber { Integer: not null } }))
            Reject(member.Line, $"{key} is not an integer");
        return (member?.Value as YamlNumber)?.Integer;
    }

    private bool? Truth(YamlMapping mapping, string key)
    {
        var member = mapping.Find(key);
        if (member is not (null or { Value: YamlNull or YamlTruth }))
            Reject(member.Line, $"{key} is neither true nor false");
        return (member?.Value as YamlTruth)?.Value;
    }

    private static ContractLines Lines(YamlMapping top, YamlMapping? trigger)
    {
        var routing = top.Find("routing_trigger")?.Line;
        return new ContractLines(
            top.Find("smart_contract_id")?.Line ?? top.Line,
            top.Find("clientpo_id")?.Line,
            top.Find("sequence_number")?.Line,
            routing,
            trigger?.Find("next_contract")?.Line,
            routing is null ? null : top.Members.SkipWhile(member => member.Key != "routing_trigger").Skip(1).FirstOrDefault()?.Line
        );
    }

    private static bool IsSomething(string text) => !string.IsNullOrWhiteSpace(text);

    private void Reject(int line, string message)
    {
        if (_problems.Count < ContractParse.MostProblems)
            _problems.Add(new ContractProblem(fileName, line, message));
    }
}
