using System.Text.RegularExpressions;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Specs.Wire;

/// <summary>What makes a vault package of a signoff: refused there, added here, taken away by whoever verifies.</summary>
public sealed class The_reserved_members
{
    private static readonly string[] Readers =
    [
        Path.Combine("src", "HandoffSaga.Client", "AuditPacks", "verify.py"),
        Path.Combine("contracts", "wire", "samples", "vault_hub.py"),
    ];

    [Fact]
    public void Are_forbidden_in_the_schema_of_a_signoff() =>
        Members("signoff", "properties")
            .Where(member => !new WireSchemas().Sources["signoff"]["$defs"]!["members"]!["properties"]!.AsObject().ContainsKey(member))
            .ShouldBe(ReservedMembers.All, ignoreOrder: true);

    [Fact]
    public void Are_all_that_the_schema_of_a_vault_package_adds()
    {
        Members("vault-package", "properties").ShouldBe(ReservedMembers.All, ignoreOrder: true);
        new WireSchemas().Sources["vault-package"]["required"]!
            .AsArray()
            .Select(name => (string)name!)
            .ShouldBe(ReservedMembers.All, ignoreOrder: true);
    }

    [Fact]
    public void Are_what_verifiers_in_Python_take_away()
    {
        foreach (var reader in Readers)
        {
            var text = File.ReadAllText(Path.Combine(WireContract.Folder, "..", "..", reader));
            var set = Regex.Match(text, @"^ADDED(_BY_US)? = \{(.*)\}", RegexOptions.Multiline).Groups[2].Value;
            Regex
                .Matches(set, "\"([a-z_]+)\"")
                .Select(name => name.Groups[1].Value)
                .ShouldBe(ReservedMembers.All, ignoreOrder: true, reader);
        }
    }

    private static string[] Members(string schema, string of) =>
        [.. new WireSchemas().Sources[schema][of]!.AsObject().Select(member => member.Key)];
}
