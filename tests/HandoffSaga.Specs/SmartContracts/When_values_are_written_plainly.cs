namespace HandoffSaga.Specs.SmartContracts;

/// <summary>The core schema of YAML 1.2, and nothing guessed beyond it.</summary>
public sealed class When_values_are_written_plainly
{
    [Theory]
    [InlineData("NO", "\"NO\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("tRUE", "\"tRUE\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2025-06-01", "\"2025-06-01\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("1,000", "\"1,000\"")]
    [InlineData("0b101", "\"0b101\"")]
    [InlineData("0o8", "\"0o8\"")]
    [InlineData("0xFG", "\"0xFG\"")]
    [InlineData("-0x1", "\"-0x1\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData(".", "\".\"")]
    [InlineData("+", "\"+\"")]
    [InlineData("nan", "\"nan\"")]
    [InlineData("inf", "\"inf\"")]
    [InlineData("+-.inf", "\"+-.inf\"")]
    [InlineData("١٢", "\"١٢\"")]
    [InlineData("a b  # comment", "\"a b\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("'~'", "\"~\"")]
    [InlineData("|\n  1\n", "\"1\\n\"")]
    public void This_is_text(string written, string json) => ContractText.Json(written).ShouldBe(json);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("007", "7")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("0000000000000000000000001", "1")]
    [InlineData("1e3", "1e3")]
    [InlineData("1E+3", "1e+3")]
    [InlineData("1.50", "1.50")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1.", "1.0")]
    [InlineData("007.5", "7.5")]
    [InlineData("1e300", "1e300")]
    [InlineData("0e999", "0e999")]
    public void This_is_a_number(string written, string json) => ContractText.Json(written).ShouldBe(json);

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("0x20000000000000")]
    [InlineData("0o777777777777777777777777")]
    public void An_integer_that_not_every_reader_can_hold_is_rejected(string written)
    {
        ContractText
            .Rejection(ContractText.Head + "value: " + written)
            .ShouldSatisfyAllConditions(problem => problem.Line.ShouldBe(3), problem => problem.Message.ShouldContain("2^53 - 1"));
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("TRUE", "true")]
    [InlineData("null", "null")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    public void This_is_true_false_or_nothing(string written, string json) => ContractText.Json(written).ShouldBe(json);

    [Fact]
    public void Members_keep_the_order_of_the_file_and_their_characters()
    {
        var contract = ContractText.Read("z: 1\nsmart_contract_id: SC-1\na: [ü, \"<\\t/\\\"ñ\", { y: 1, x: 2 }]\ncontract_type: test\n");

        System
            .Text.Encoding.UTF8.GetString(contract.Json.Span)
            .ShouldBe("""{"z":1,"smart_contract_id":"SC-1","a":["ü","<\t/\"ñ",{"y":1,"x":2}],"contract_type":"test"}""");
    }
}
