using System.Text;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Http;

/// <summary>An answer in another character set than UTF-8 is read like any other, and what cannot be read confirms nothing.</summary>
public sealed class When_an_answer_declares_its_character_set
{
    private const string Json = "application/json";

    private static readonly Delivery Delivery = Sample.Delivery();
    private static readonly string Rejection = Encoding.UTF8.GetString(
        Sample.Receipt(Delivery, ("disposition", "rejected"), ("reason", "wrong revision"))
    );

    [Theory]
    [InlineData("utf-16", "utf-16", true)]
    [InlineData("utf-16", "utf-16", false)]
    [InlineData("utf-16", "utf-16BE", true)]
    [InlineData("utf-16", "utf-16BE", false)]
    [InlineData("UTF-16LE", "utf-16", false)]
    [InlineData("utf-32", "utf-32", true)]
    [InlineData("\"utf-16\"", "utf-16", true)]
    [InlineData("windows-1252", "windows-1252", false)]
    [InlineData("ibm037", "ibm037", false)]
    [InlineData("utf8", "utf-8", true)]
    [InlineData("no-such-set", "utf-8", false)]
    public async Task A_receipt_in_the_character_set_it_declares_is_read(string declared, string written, bool mark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(written) ?? Encoding.GetEncoding(written);
        byte[] Bytes(string text) => [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        var rejected = await AnsweringHub.Answered(200, $"{Json}; charset={declared}", Bytes(Rejection));
        var accepted = await AnsweringHub.Answered(
            200,
            $"{Json}; charset={declared}",
            Bytes(Encoding.UTF8.GetString(Sample.Receipt(Delivery)))
        );

        (rejected.Outcome, rejected.Error).ShouldBe((AttemptOutcome.Permanent, "rejected: wrong revision"));
        (accepted.Outcome, accepted.Evidence).ShouldBe((AttemptOutcome.Delivered, Evidence.Receipt));
    }

    [Fact]
    public async Task UTF_16_is_read_by_its_mark_although_nothing_is_declared()
    {
        var outcome = await AnsweringHub.Answered(200, Json, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Rejection)]);

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
    }

    [Fact]
    public async Task What_cannot_be_decoded_delivers_nothing_and_says_so()
    {
        (await AnsweringHub.Answered(200, "text/plain; charset=no-such-set", "fine"u8.ToArray())).Error.ShouldBe(
            "receipt_charset: it cannot be decoded from the character set no-such-set"
        );
        (await AnsweringHub.Answered(200, $"{Json}; charset=utf-16", [0x7B, 0x00, 0x00, 0xD8])).ErrorCode.ShouldBe(
            ErrorCodes.ReceiptCharset
        );
        (await AnsweringHub.Answered(200, $"{Json}; charset=us-ascii", [0x22, 0xE4, 0x22])).ErrorCode.ShouldBe(ErrorCodes.ReceiptCharset);
        (await AnsweringHub.Answered(200, Json, Encoding.Unicode.GetBytes(Rejection))).Error.ShouldBe(
            "receipt_charset: it is not UTF-8 and declares no other character set"
        );
    }
}
