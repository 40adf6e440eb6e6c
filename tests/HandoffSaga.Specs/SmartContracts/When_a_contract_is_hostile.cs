using System.Text;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

public sealed class When_a_contract_is_hostile
{
    public static TheoryData<string, string, int, string> Tricks =>
        new()
        {
            { "alias", "a: &x 1\nb: *x\n", 1, "anchor" },
            { "alias without anchor", "a: *x\n", 1, "alias" },
            { "alias as key", "*x : 1\n", 1, "alias" },
            { "anchor on a mapping", "a: 1\nb: &x\n  c: 1\n", 2, "anchor" },
            { "anchor on the top", "&x\na: 1\n", 1, "anchor" },
            { "a billion laughs", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", 1, "anchor" },
            { "tag", "a: !!int 1\n", 1, "tag" },
            { "a .NET type", "a: 1\nb: !System.IO.FileInfo /etc/passwd\n", 2, "tag" },
            { "a Python object", "a: !!python/object/apply:os.system [ls]\n", 1, "tag" },
            { "the non-specific tag", "a: ! 1\n", 1, "tag" },
            { "tag on a key", "!!str a: 1\n", 1, "tag" },
            { "merge key", "a: 1\n<<: { b: 2 }\n", 2, "merge key" },
            { "duplicate key", "a: 1\nb: 2\na: 3\n", 3, "repeats line 1" },
            { "duplicate key, quoted", "a: 1\n'a': 3\n", 2, "repeats line 1" },
            { "duplicate key further down", "a:\n  b: 1\n  b: 2\n", 3, "repeats line 2" },
            { "sequence as key", "? [a, b]\n: 1\n", 1, "key" },
            { "mapping as key", "a: 1\n? { b: c }\n: 1\n", 2, "key" },
            { "null as key", "a: 1\n~: 1\n", 2, "key" },
            { "no key", "a: 1\n: 1\n", 2, "key" },
            { "two documents", "a: 1\n---\nb: 2\n", 2, "second document" },
            { "two documents with an end", "a: 1\n...\nb: 2\n", 3, "second document" },
            { "YAML 1.1", "%YAML 1.1\n---\na: NO\n", 1, "YAML 1.2" },
            { "no colon", "{ 'a' 'b' }\n", 1, "missing" },
            { "nothing", "", 1, "empty" },
            { "comments only", "# here is nothing\n", 1, "empty" },
            { "a list", "- a\n", 1, "not a mapping" },
            { "a word", "hello\n", 1, "not a mapping" },
            { "an escaped U+0000", "a: 1\nb: \"x\\0\"\n", 2, "U+0000" },
            { "an escaped U+0000 in a key", "a: 1\n\"x\\0\": 1\n", 2, "U+0000" },
            { "a tab as indentation", "a:\n\tb: 1\n", 2, "tab" },
            { "an open bracket", "a: 1\nb: [1, 2\n", 3, "" },
            { "an open quote", "a: 1\nb: 'x\n", 2, "end of stream" },
            { "a stray colon", "a: 1\nb: c: d\n", 2, "" },
            { "an unknown escape", "a: 1\nb: \"\\q\"\n", 2, "escape" },
            { "a lone surrogate", "a: 1\nb: \"\\ud800\"\n", 2, "surrogate" },
            { "half a pair of surrogates", "a: 1\nb: \"\\ud83d\\u0041\"\n", 2, "not readable as YAML" },
            { "not a number", "a: 1\nb: .nan\n", 2, "JSON" },
            { "infinity", "a: 1\nb: -.inf\n", 2, "JSON" },
            { "an integer no double holds", "a: 1\nb: 9007199254740993\n", 2, "2^53" },
            { "a float no double holds", "a: 1\nb: 1e999\n", 2, "double" },
            { "a float that would become zero", "a: 1\nb: 1e-999\n", 2, "double" },
        };

    [Theory]
    [MemberData(nameof(Tricks))]
    public void It_is_rejected_with_the_line(string trick, string yaml, int line, string says)
    {
        var problem = ContractText.Rejection(yaml);

        problem.FileName.ShouldBe("SC-1.yaml");
        problem.Line.ShouldBe(line, $"{trick}: {problem.Message}");
        problem.Message.ShouldContain(says, Case.Insensitive);
    }

    public static TheoryData<string, byte[], int, string> BadBytes =>
        new()
        {
            { "bad UTF-8", [.. "a: 1\nb: "u8, 0xff, .. "\n"u8], 2, "UTF-8" },
            { "an overlong slash", [.. "a: "u8, 0xc0, 0xaf], 1, "UTF-8" },
            { "an encoded surrogate", [.. "a: "u8, 0xed, 0xa0, 0x80], 1, "UTF-8" },
            { "half a character", [.. "a: 1\n\n# "u8, 0xe2, 0x82], 3, "UTF-8" },
            { "UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a: 1")).ToArray(), 1, "UTF-8" },
            { "U+0000", "a: 1\rb: 1\r\nc: \0\n"u8.ToArray(), 3, "U+0000" },
            { "a bell", "a: \u0007\n"u8.ToArray(), 1, "U+0007" },
            { "a break only YAML 1.1 knows", "a: x\u0085b: y\n"u8.ToArray(), 1, "U+0085" },
            { "another", "a: x\u2028b: y\n"u8.ToArray(), 1, "U+2028" },
            { "a second byte order mark", "\ufeff\ufeffa: 1\n"u8.ToArray(), 1, "U+FEFF" },
        };

    [Theory]
    [MemberData(nameof(BadBytes))]
    public void Bytes_that_are_no_text_are_rejected_with_the_line(string trick, byte[] bytes, int line, string says)
    {
        var problem = SmartContractParser.Parse("SC-1.yaml", bytes).ShouldBeOfType<ContractParse.Rejected>().Problems[0];

        problem.Line.ShouldBe(line, trick);
        problem.Message.ShouldContain(says);
    }

    [Fact]
    public void A_byte_order_mark_in_front_is_tolerated()
    {
        ContractText.Read("\ufeff" + ContractText.Head).SmartContractId.ShouldBe("SC-1");
    }

    [Fact]
    public void Sixty_four_levels_are_read_and_sixty_five_are_not()
    {
        ContractText.Parse(ContractText.Head + Flow(63)).ShouldBeOfType<ContractParse.Parsed>();
        ContractText.Parse(ContractText.Head + Block(63)).ShouldBeOfType<ContractParse.Parsed>();

        ContractText.Rejection(ContractText.Head + Flow(64)).ShouldBe(new ContractProblem("SC-1.yaml", 3, "nested deeper than 64 levels"));
        ContractText
            .Rejection(ContractText.Head + Block(64))
            .ShouldBe(new ContractProblem("SC-1.yaml", 67, "nested deeper than 64 levels"));

        static string Flow(int levels) => "deep: " + new string('[', levels) + new string(']', levels);
        static string Block(int levels) =>
            "deep:\n" + string.Concat(Enumerable.Range(1, levels).Select(i => new string(' ', i) + $"k:{(i == levels ? " 1" : "")}\n"));
    }

    [Fact]
    public void A_mebibyte_is_read_and_a_byte_more_is_not()
    {
        var largest = ContractText.Head + "#" + new string('x', SmartContractParser.MaxBytes - ContractText.Head.Length - 1);

        ContractText.Parse(largest).ShouldBeOfType<ContractParse.Parsed>();
        ContractText.Rejection(largest + "x").Message.ShouldBe("larger than 1 MiB");
    }

    [Fact]
    public void A_message_never_repeats_a_huge_or_unprintable_text_as_it_is()
    {
        var key = new string('k', 1000);

        var problem = ContractText.Rejection($"{key}: 1\n{key}: 2\n");
        var escape = ContractText.Rejection("contract_type: x\nsmart_contract_id: \"\\e[31m\\u202ered\"\n");

        problem.Message.Length.ShouldBeLessThan(200);
        escape.Message.ShouldBe("smart_contract_id '\\u001B[31m\\u202Ered' is not an id");
    }

    [Fact]
    public void A_thousand_mistakes_are_reported_fifty_times()
    {
        var refused = ContractText
            .Parse(ContractText.Head + "required_approvals: [" + string.Concat(Enumerable.Repeat("{}, ", 1000)) + "]")
            .ShouldBeOfType<ContractParse.Rejected>();

        refused.Problems.Count.ShouldBe(ContractParse.MostProblems);
    }
}
