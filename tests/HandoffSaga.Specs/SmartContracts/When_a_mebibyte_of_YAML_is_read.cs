using System.Text;
using HandoffSaga.SmartContracts;
using HandoffSaga.Specs.Hostile;

namespace HandoffSaga.Specs.SmartContracts;

[Collection(nameof(Measured))]
public sealed class When_a_mebibyte_of_YAML_is_read
{
    /// <summary>Each about a mebibyte, made to hurt a reader that is quadratic somewhere or keeps an object for each byte.</summary>
    public static TheoryData<string, string> Monsters =>
        new()
        {
            { "brackets", Fill("[") },
            { "braces", Fill("{a: ") },
            { "a long list", "a: [" + Fill("1,") },
            { "a long list of pairs", "a: [" + Fill("'a':b, ") },
            { "dashes", "a:\n" + Fill("- ") },
            { "empty entries", "a:\n" + Fill("-\n") },
            { "question marks", Fill("? ") },
            { "question marks in flow", "a: {" + Fill("? ") },
            { "colons", "a: {" + Fill(": ") },
            { "a huge scalar", "a: " + Fill("x") },
            { "a huge key", Fill("x") + ": 1" },
            { "a huge scalar of lines", "a: x" + Fill("\n  x") },
            { "blank lines in quotes", "a: 'x" + Fill("\n") + "'" },
            { "an endless quote", "a: \"" + Fill("\\n") },
            { "an empty block", "a: |\n" + Fill(" \n") },
            { "a folded block", "a: >\n" + Fill(" x\n\n") },
            { "trailing blanks", "a: x" + Fill(" ") },
            { "tabs", "a: x" + Fill("\t") },
            { "digits", "a: " + Fill("7") },
            { "digits behind the point", "a: 0." + Fill("7") + "e5" },
            { "digits in the exponent", "a: 1e" + Fill("9") },
            { "hexadecimal digits", "a: 0x" + Fill("f") },
            { "comments", Fill("#\n") },
            { "document ends", "a: 1\n" + Fill("...\n") },
            { "document starts", Fill("---\n") },
            { "tag handles", string.Concat(Enumerable.Range(0, 60_000).Select(i => $"%TAG !{i}! x\n")) + "---\na: 1\n" },
            { "many keys", string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i}: 1\n")) },
            { "many keys in flow", "a: {" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i}: 1,")) },
            { "keys without values", "a: {" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i},")) },
            { "stairs", string.Concat(Enumerable.Range(0, 1_400).Select(i => new string(' ', i) + "k:\n")) },
            { "exclamation marks", "a: " + Fill("!") },
            { "ampersands", "a: " + Fill("&") },
            { "keys with long beginnings", string.Concat(Enumerable.Range(0, 1_000).Select(i => new string('k', 1_000) + $"{i}: 1\n")) },
            { "required approvals", ContractText.Head + "required_approvals: [" + Fill("{},") },
            {
                "a top level in disorder",
                string.Concat(Enumerable.Range(0, 24_000).Select(i => $"k{i * 7919 % 24_001}: 1\n")) + ContractText.Head
            },
            { "folded plain lines", "a: x" + Fill("\n x") },
            { "indented comments", "a:\n" + Fill(" #\n") + " b" },
            { "carriage returns", "a: 'x" + Fill("\r") + "'" },
            { "anchors in flow", "a: [" + Fill("&x 1,") },
            { "nested quotes", "a: '" + Fill("''") + "'" },
        };

    [Fact]
    public void Forty_thousand_keys_and_values_are_read_and_one_more_is_not()
    {
        // "smart_contract_id", "contract_type", "list", their values, and the items.
        string Contract(int items) => ContractText.Head + "list: [" + string.Concat(Enumerable.Repeat("1,", items)) + "]\n";

        ContractText.Parse(Contract(39_993)).ShouldBeOfType<ContractParse.Parsed>();
        ContractText.Rejection(Contract(39_994)).ShouldBe(new ContractProblem("SC-1.yaml", 3, "more than 40000 keys and values"));
    }

    [Theory]
    [MemberData(nameof(Monsters), DisableDiscoveryEnumeration = true)]
    public void A_mebibyte_of_anything_costs_no_more_than_it_may(string monster, string yaml)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml[..Math.Min(yaml.Length, SmartContractParser.MaxBytes)]);

        Cost.ShouldBeBounded("contract, " + monster, () => SmartContractParser.Parse("SC-1.yaml", bytes));
    }

    private static string Fill(string with) => string.Concat(Enumerable.Repeat(with, (SmartContractParser.MaxBytes - 64) / with.Length));
}
