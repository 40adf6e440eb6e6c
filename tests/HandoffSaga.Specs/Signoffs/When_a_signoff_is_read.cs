using System.Text;
using HandoffSaga.SmartContracts;
using HandoffSaga.Specs.Harness;
using static HandoffSaga.Specs.Signoffs.SignoffBodies;

namespace HandoffSaga.Specs.Signoffs;

public sealed class When_a_signoff_is_read
{
    [Fact]
    public void The_worked_example_gives_the_bytes_Guardian_signed()
    {
        var signoff = Parsed(WorkedExample.Signoff);

        Encoding.UTF8.GetString(signoff.SignedBytes.Span).ShouldBe(WorkedExample.Canonical);
        signoff.Sha256.ShouldBe(WorkedExample.CanonicalSha256);
        signoff.GuardianSignature.ShouldBe(WorkedExample.Signature);
        signoff.Approvals.ShouldHaveSingleItem().Name.ShouldBe("Zoë Ñandú");
    }

    [Fact]
    public void Every_member_is_found()
    {
        var signoff = Parsed(Complete);

        signoff.PackageId.ShouldBe("PKG-2025-001-LP-TEST1");
        signoff.ClientPoId.ShouldBe("CPO-2025-001");
        signoff.TestId.ShouldBe("SC-2025-001-LP-TEST1");
        signoff.SmartContractId.ShouldBe("SC-2025-001-LP-TEST1");
        signoff.NodeId.ShouldBe("NODE-LP-001");
        signoff.Domain.ShouldBe("NDT");
        signoff.SmartId.ShouldBe("SMART-NODE-LP-001");
        signoff.PreviousPackageId.ShouldBeNull();
        signoff.Approvals.ShouldBe([new("level_iii_inspector", "J. Doe", "2025-06-01T14:02:11.000Z", "approved")]);
        signoff.PartId.ShouldBe("PART-0001");
        signoff.PartNumber.ShouldBe("PN-7781");
        signoff.CompletionTimestamp.ShouldBe("2025-06-01T14:01:59.120Z");
        signoff.ProcedureRevision.ShouldBe("B");
        signoff.LocalBackupPath.ShouldBe("/opt/smart/backup/PKG-2025-001-LP-TEST1.zip");
        signoff.RoutingTrigger.ShouldBe(new RoutingTrigger("next_node", "NODE-CP-001", "SC-2025-001-CP-TEST1.yaml", true, false));
        signoff.GuardianSignature.ShouldStartWith("eyJ");
    }

    [Fact]
    public void What_is_required_is_enough()
    {
        var signoff = Parsed(
            """
            {"package_id":"P","clientpo_id":"C","test_id":"T","approvals":[{}],"test_data":{"smart_contract_id":"S"},"guardian_signature":"aa..bb"}
            """
        );

        signoff.RoutingTrigger.ShouldBeNull();
        signoff.NodeId.ShouldBeNull();
        signoff.PartId.ShouldBeNull();
        signoff.Approvals.ShouldBe([new(null, null, null, null)]);
    }

    [Theory]
    [InlineData("/test_data/routing_trigger", "null")]
    [InlineData("/test_data/routing_trigger", null)]
    public void No_trigger_is_no_trigger_and_never_a_complete_workflow(string path, string? json) =>
        Parsed(With(path, json)).RoutingTrigger.ShouldBeNull();

    [Theory]
    [InlineData("""{"routing_type":"workflow_complete"}""")]
    [InlineData("""{"type":"workflow_complete","routing_type":"workflow_complete"}""")]
    [InlineData(
        """{"type":"workflow_complete","routing_type":null,"next_station":null,"next_contract":null,"vault_transfer":null,"is_final_contract":null}"""
    )]
    public void A_trigger_is_kept_as_it_was_written(string trigger) =>
        Parsed(With("/test_data/routing_trigger", trigger))
            .RoutingTrigger.ShouldBe(new RoutingTrigger("workflow_complete", null, null, null, null));

    [Fact]
    public void Unknown_members_are_kept_and_are_part_of_its_identity()
    {
        var known = Parsed(Complete);
        var more = Parsed(With("/shift", """{"z":1.50,"a":"night"}"""));

        more.Document.GetObject("shift").ShouldNotBeNull().ToString().ShouldBe("""{"a":"night","z":1.5}""");
        Encoding.UTF8.GetString(more.SignedBytes.Span).ShouldContain("\"shift\"");
        more.Sha256.ShouldNotBe(known.Sha256);
    }

    [Fact]
    public void Spacing_order_and_signature_are_not_part_of_its_identity()
    {
        var known = Parsed(Complete);
        var canonical = Parsed(known.Document.ToString());
        var signedAgain = Parsed(With("/guardian_signature", "\"aaaa..bbbb\""));

        canonical.Sha256.ShouldBe(known.Sha256);
        canonical.Document.ShouldBe(known.Document);
        signedAgain.Sha256.ShouldBe(known.Sha256);
        signedAgain.Document.ShouldNotBe(known.Document);
    }

    [Theory]
    [InlineData("/package_id", "\"a\"")]
    [InlineData("/package_id", "\"0.._-\"")]
    [InlineData("/node_id", "\"N_1-a\"")]
    [InlineData("/test_data/routing_trigger/next_contract", "\"a.b.yml\"")]
    [InlineData("/test_data/results", "[1,[2,[3]]]")]
    [InlineData("/domain", "null")]
    public void What_the_rules_allow_is_allowed(string path, string json) => Parsed(With(path, json)).Sha256.Length.ShouldBe(64);

    [Fact]
    public void The_longest_ids_are_allowed()
    {
        Parsed(With("/package_id", $"\"{new string('x', 128)}\"")).PackageId.Length.ShouldBe(128);
        Parsed(With("/node_id", $"\"{new string('x', 64)}\"")).NodeId!.Length.ShouldBe(64);
    }
}
