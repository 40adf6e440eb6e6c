using HandoffSaga.Authorization;
using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.Authorization;

public sealed class When_approvals_are_checked
{
    private static readonly SignoffApproval Inspector = new("level_iii_inspector", "J. Doe", "2025-06-01T14:02:11.000Z", "approved");
    private static readonly SignoffApproval Operator = new("operator", "A. Nother", "2025-06-01T16:02:11+02:00", "performed");

    [Fact]
    public void Complete_approvals_pass_where_none_in_particular_is_asked_for() => Check([Inspector, Operator]).Passed.ShouldBeTrue();

    [Theory]
    [InlineData("role", null, "approval 2 has no role")]
    [InlineData("role", " ", "approval 2 has no role")]
    [InlineData("name", null, "approval 2 has no name")]
    [InlineData("name", "", "approval 2 has no name")]
    [InlineData("signed_at", null, "approval 2 has no signed_at")]
    [InlineData("signed_at", "yesterday", "approval 2 has a signed_at that is not an RFC 3339 time")]
    [InlineData("signed_at", "2025-06-01 14:02:11Z", "approval 2 has a signed_at that is not an RFC 3339 time")]
    [InlineData("signed_at", "2025-06-01T14:02:11", "approval 2 has a signed_at that is not an RFC 3339 time")]
    [InlineData("signed_at", "2025-02-29T14:02:11Z", "approval 2 has a signed_at that is not an RFC 3339 time")]
    [InlineData("signed_at", "2025-06-01T24:00:00Z", "approval 2 has a signed_at that is not an RFC 3339 time")]
    [InlineData("signed_at", "٢٠٢٥-06-01T14:02:11Z", "approval 2 has a signed_at that is not an RFC 3339 time")]
    [InlineData("meaning", null, "approval 2 has a meaning other than performed, reviewed, approved, witnessed")]
    [InlineData("meaning", "Approved", "approval 2 has a meaning other than performed, reviewed, approved, witnessed")]
    [InlineData("meaning", "seen", "approval 2 has a meaning other than performed, reviewed, approved, witnessed")]
    public void Each_must_be_complete(string member, string? value, string shortcoming)
    {
        var flawed = member switch
        {
            "role" => Inspector with { Role = value },
            "name" => Inspector with { Name = value },
            "signed_at" => Inspector with { SignedAt = value },
            _ => Inspector with { Meaning = value },
        };

        Check([Operator, flawed]).Shortcomings.ShouldBe([shortcoming]);
    }

    [Theory]
    [InlineData("2025-06-01T14:02:11Z")]
    [InlineData("2025-06-01t14:02:11.123456789z")]
    [InlineData("2025-06-01T14:02:11-00:00")]
    [InlineData("2016-12-31T23:59:60Z")]
    public void Any_time_of_RFC_3339_is_one(string signedAt) => Check([Inspector with { SignedAt = signedAt }]).Passed.ShouldBeTrue();

    [Fact]
    public void What_the_contract_asks_for_must_be_there() =>
        Check([Operator], new RequiredApproval("level_iii_inspector", "approved"))
            .Shortcomings.ShouldBe(["the contract requires an approval that is missing: level_iii_inspector, approved"]);

    [Fact]
    public void A_role_or_a_meaning_alone_can_be_asked_for()
    {
        Check([Inspector], new RequiredApproval("level_iii_inspector", null)).Passed.ShouldBeTrue();
        Check([Inspector], new RequiredApproval(null, "approved")).Passed.ShouldBeTrue();
        Check([Inspector], new RequiredApproval(null, "witnessed")).Passed.ShouldBeFalse();
    }

    [Fact]
    public void Two_that_are_asked_for_are_two_acts()
    {
        RequiredApproval[] two = [new("level_iii_inspector", null), new(null, "approved")];

        Check([Inspector], two).Passed.ShouldBeFalse();
        Check([Inspector, Inspector with { SignedAt = "2025-06-02T14:02:11Z" }], two).Passed.ShouldBeFalse("the same act twice is one");
        Check([Inspector, Operator with { Meaning = "approved" }], two).Passed.ShouldBeTrue();
    }

    [Fact]
    public void One_who_could_stand_for_several_stands_where_nobody_else_can()
    {
        RequiredApproval[] asked = [new(null, "approved"), new("level_iii_inspector", null), new("operator", "performed")];

        Check([Inspector, Operator, Operator with { Meaning = "approved" }], asked).Passed.ShouldBeTrue();
    }

    [Fact]
    public void An_incomplete_one_stands_for_nothing() =>
        Check([Inspector with { SignedAt = null }], new RequiredApproval("level_iii_inspector", "approved")).Shortcomings.Count.ShouldBe(2);

    [Fact]
    public void More_than_anybody_collects_are_not_said_to_be_checked() =>
        Check([.. Enumerable.Repeat(Inspector, 501)]).Shortcomings.ShouldHaveSingleItem().ShouldContain("not checked");

    private static CheckOutcome Check(IReadOnlyList<SignoffApproval> approvals, params RequiredApproval[] required) =>
        ApprovalCheck.Of(approvals, required);
}
