using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class When_the_hub_wants_a_token : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.token");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_read_from_its_file_and_read_again_when_it_changes()
    {
        await using var hub = await LoopbackHub.Answering(200);
        using var connector = Connector(hub);

        await File.WriteAllTextAsync(_file, "first-token\n", Ct);
        await connector.Deliver(Sample.Delivery(1), Ct);
        await File.WriteAllTextAsync(_file, "other-token\n", Ct);
        await connector.Deliver(Sample.Delivery(2), Ct);

        hub.Arrived.Select(request => request.Headers["Authorization"].ShouldHaveSingleItem())
            .ShouldBe(["Bearer first-token", "Bearer other-token"]);
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("two words", "holds no bearer token")]
    [InlineData("token\r\nX-Evil: 1", "holds no bearer token")]
    public async Task Without_a_good_one_nothing_is_sent_and_it_is_tried_again(string? content, string what)
    {
        if (content is not null)
            await File.WriteAllTextAsync(_file, content, Ct);
        await using var hub = await LoopbackHub.Answering(200);
        using var connector = Connector(hub);

        var outcome = await connector.Deliver(Sample.Delivery(), Ct);

        outcome.ShouldBe(DeliveryOutcome.Failed(AttemptOutcome.Transient, ErrorCodes.BearerToken, $"bearer token file {_file} {what}"));
        hub.Arrived.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_in_its_place_cannot_be_read()
    {
        await using var hub = await LoopbackHub.Answering(200);
        using var connector = new HttpHubConnector(
            new HubOptions { Url = hub.Url, BearerTokenFile = Path.GetTempPath() },
            ReceiptSignatures.NotChecked,
            TimeProvider.System
        );

        var outcome = await connector.Deliver(Sample.Delivery(), Ct);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldNotBeNull().ShouldEndWith("cannot be read");
    }

    public void Dispose() => File.Delete(_file);

    private HttpHubConnector Connector(LoopbackHub hub) =>
        new(new HubOptions { Url = hub.Url, BearerTokenFile = _file }, ReceiptSignatures.NotChecked, TimeProvider.System);
}
