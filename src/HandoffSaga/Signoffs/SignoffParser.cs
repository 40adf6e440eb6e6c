using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs;

/// <summary>Reads a signoff strictly (docs/wire.md section 1). Any bytes give a value; nothing is thrown.</summary>
internal static class SignoffParser
{
    private const string SignatureMember = "guardian_signature";

    public static SignoffParse Parse(ReadOnlyMemory<byte> body, IntakeOptions limits)
    {
        var result = CanonicalObject.Parse(body.Span, new CanonicalLimits(limits.MaxBytes, limits.MaxDepth));
        if (!result.IsCanonical)
            return new SignoffParse.Rejected(SignoffProblems.Unreadable(result.Problem));

        var problems = new List<FieldProblem>();
        var signoff = Read(result.Object, problems);
        if (problems.Count == 0)
            return new SignoffParse.Parsed(signoff);

        var packageId = SignoffNames.Id.Fits(signoff.PackageId) ? signoff.PackageId : null;
        return new SignoffParse.Rejected(SignoffProblems.Wrong(problems, "/" + SignatureMember, packageId));
    }

    private static Signoff Read(CanonicalObject document, List<FieldProblem> problems)
    {
        var fields = new SignoffFields(document, "", problems);
        foreach (var name in ReservedMembers.All.Where(fields.Has))
            fields.Reject(name, "is reserved for HandoffSaga; leave it out.");

        var testData = fields.RequiredObject("test_data");
        var signed = document.Without(SignatureMember);
        return new Signoff
        {
            PackageId = fields.Required("package_id", SignoffNames.Id),
            ClientPoId = fields.Required("clientpo_id", SignoffNames.Id),
            TestId = fields.Required("test_id", SignoffNames.Id),
            SmartContractId = testData?.Required("smart_contract_id", SignoffNames.Id) ?? "",
            NodeId = fields.Optional("node_id", SignoffNames.Station),
            Domain = fields.Optional("domain"),
            SmartId = fields.Optional("smart_id"),
            PreviousPackageId = fields.Optional("previous_package_id", SignoffNames.Id),
            Approvals = [.. fields.RequiredObjects("approvals").Select(ReadApproval)],
            PartId = testData?.Optional("part_id"),
            PartNumber = testData?.Optional("part_number"),
            CompletionTimestamp = testData?.Optional("completion_timestamp"),
            ProcedureRevision = testData?.Optional("procedure_revision"),
            LocalBackupPath = fields.Optional("local_backup_path"),
            RoutingTrigger = testData?.OptionalObject("routing_trigger") is { } trigger ? SignoffTrigger.Read(trigger) : null,
            GuardianSignature = fields.Required(SignatureMember, SignoffNames.DetachedJws),
            Document = document,
            SignedBytes = signed.Utf8,
            Sha256 = signed.Sha256Hex(),
        };
    }

    private static SignoffApproval ReadApproval(SignoffFields approval) =>
        new(approval.Optional("role"), approval.Optional("name"), approval.Optional("signed_at"), approval.Optional("meaning"));
}
