using System.Text.Json;

namespace HandoffSaga.Specs.SmartContracts;

/// <summary>What YAML 1.2.2 says of blank lines in block scalars (section 8.1.1.1) and between members (section 6.6).</summary>
public sealed class When_a_block_of_text_has_blank_lines
{
    [Theory]
    [InlineData("|\n  \n  first\n", "\nfirst\n")]
    [InlineData("|\n  \n\n \n  first\n    more\n", "\n\n\nfirst\n  more\n")]
    [InlineData("|\r\n  \r\n  first\r\n", "\nfirst\n")]
    [InlineData("|- # a remark\n  \n  first\n", "\nfirst")]
    [InlineData(">\n  \n  first\n  second\n", "\nfirst second\n")]
    [InlineData("|\n  \n", "")]
    [InlineData("|\n    \n    \n", "")]
    [InlineData(">\n  \n", "")]
    [InlineData("|+\n  \n  \n", "\n\n")]
    [InlineData("|\n   \n# a remark behind it\n", "")]
    public void Those_above_its_first_line_are_read(string block, string text)
    {
        Note("note: " + block).ShouldBe(text, "at the end of the file");
        Note("note: " + block + "after: 1\n").ShouldBe(text, "with a member behind it");
    }

    [Fact]
    public void So_are_those_of_members_further_down_and_of_items()
    {
        using var json = JsonDocument.Parse(
            ContractText
                .Read(ContractText.Head + "steps:\n- do: |\n    \n    \n  with: dye\n- - |\n     \n- |\n   \n   text\nafter: 1\n")
                .Json
        );
        var steps = json.RootElement.GetProperty("steps");

        steps[0].GetProperty("do").GetString().ShouldBe("");
        steps[0].GetProperty("with").GetString().ShouldBe("dye");
        steps[1][0].GetString().ShouldBe("");
        steps[2].GetString().ShouldBe("\ntext\n");
    }

    [Theory]
    [InlineData("\t\n")]
    [InlineData("\t \t\n\t\n")]
    public void A_line_of_tabs_between_members_is_blank(string tabs) =>
        Note("other: plain\n" + tabs + "note: a line with only a tab stands above\n").ShouldBe("a line with only a tab stands above");

    [Fact]
    public void What_looks_like_a_header_inside_a_text_keeps_its_blank_lines() =>
        Note("empty: |\n  \nnote: |\n  a: |\n      \n  b\n").ShouldBe("a: |\n    \nb\n");

    [Theory]
    [InlineData("note: |\n    \n  first\n", 3)]
    [InlineData("note: >\n    \n  first\n", 3)]
    [InlineData("note: |\n   \n  # no remark, but text\n", 3)]
    [InlineData("note: |\n\t\n  first\n", 1)]
    [InlineData("other: plain\n\tnote: 1\n", 1)]
    public void Those_that_YAML_forbids_are_rejected_with_the_line(string yaml, int line) =>
        ContractText.Rejection(ContractText.Head + yaml).Line.ShouldBeInRange(line + 2, line + 3);

    [Fact]
    public void Line_numbers_behind_them_stay_right() =>
        ContractText.Rejection("note: |\n  \n  text\nodd: |\n  \nodd: *x\n").Line.ShouldBe(6);

    private static string? Note(string yaml)
    {
        using var json = JsonDocument.Parse(ContractText.Read(ContractText.Head + yaml).Json);
        return json.RootElement.GetProperty("note").GetString();
    }
}
