using System.Text;
using CsCheck;
using HandoffSaga.Signoffs;
using static HandoffSaga.Specs.Signoffs.SignoffBodies;

namespace HandoffSaga.Specs.Signoffs;

public sealed class When_any_bytes_come_in_as_a_signoff
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1.5e300",
        "\"\"",
        "\"x\"",
        "\"\\u0000\"",
        "[]",
        "[{}]",
        "{}",
        "[[[]]]",
        "{\"type\":{}}",
        "\"\\ud800\"",
    ];

    private static readonly string[] Paths =
    [
        "/package_id",
        "/clientpo_id",
        "/test_id",
        "/node_id",
        "/domain",
        "/smart_id",
        "/previous_package_id",
        "/approvals",
        "/approvals/0",
        "/approvals/0/name",
        "/test_data",
        "/test_data/smart_contract_id",
        "/test_data/part_id",
        "/test_data/routing_trigger",
        "/test_data/routing_trigger/type",
        "/test_data/routing_trigger/next_contract",
        "/local_backup_path",
        "/guardian_signature",
        "/unknown",
    ];

    [Fact]
    public void Random_bytes_are_rejected() =>
        Gen.Byte.Array[0, 100].Sample(bytes => SignoffParser.Parse(bytes, Limits).ShouldBeOfType<SignoffParse.Rejected>(), iter: 5_000);

    [Fact]
    public void A_damaged_signoff_is_read_or_rejected() =>
        Gen.Select(Gen.Int[0, Complete.Length - 1], Gen.Byte)
            .Array[1, 4]
            .Sample(
                changes =>
                {
                    var bytes = Encoding.UTF8.GetBytes(Complete);
                    foreach (var (at, value) in changes)
                        bytes[at] = value;
                    ReadOrRejected(SignoffParser.Parse(bytes, Limits));
                },
                iter: 5_000
            );

    [Fact]
    public void A_signoff_with_any_member_replaced_is_read_or_rejected()
    {
        foreach (var path in Paths)
        {
            foreach (var value in Values)
            {
                var placed = With(path, "\"here\"").Replace("\"here\"", value);
                ReadOrRejected(Parse(placed));
            }
        }
    }

    private static void ReadOrRejected(SignoffParse parse)
    {
        switch (parse)
        {
            case SignoffParse.Parsed { Signoff: var signoff }:
                signoff.PackageId.ShouldNotBeEmpty();
                signoff.GuardianSignature.ShouldContain("..");
                Parsed(signoff.Document.ToString()).Sha256.ShouldBe(signoff.Sha256);
                break;
            case SignoffParse.Rejected { Problem: var problem }:
                problem.Detail.ShouldNotBeEmpty();
                problem.Detail.ShouldAllBe(character => !char.IsControl(character));
                break;
        }
    }
}
