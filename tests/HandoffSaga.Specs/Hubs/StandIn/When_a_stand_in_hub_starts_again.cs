using System.Text;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.StandIn;

public sealed class When_a_stand_in_hub_starts_again : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hub-{Guid.NewGuid():N}");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_still_knows_what_it_took()
    {
        await using (var before = await Start())
            (await Deliver(before, Sample.Delivery(1))).ReceiptId.ShouldBe("VH-00001");

        await using var after = await Start();
        var again = await Deliver(after, Sample.Delivery(2));
        var other = await Deliver(after, Sample.Delivery(1, transferId: "XFER-OTHER"));

        again.Outcome.ShouldBe(AttemptOutcome.Delivered);
        again.ReceiptId.ShouldBe("VH-00001");
        other.ReceiptId.ShouldBe("VH-00002");
        after.AcceptedByKey.Keys.ShouldBe(["XFER-OTHER:vault_hub"]);
    }

    [Theory]
    [InlineData("""{"a": 1.0, "größe": [true,  null]}""")]
    [InlineData("{\r\n\t\"a\" : \"\\u00e9\"\r\n}")]
    [InlineData(" {\"a\":1}\n")]
    [InlineData("not JSON at all")]
    [InlineData("")]
    public async Task It_has_the_bytes_as_they_came(string payload)
    {
        await using (var before = await Start())
            (await Deliver(before, Sample.Delivery(payload: payload))).Outcome.ShouldBe(AttemptOutcome.Delivered);

        await using var after = await Start();

        Encoding.UTF8.GetString(after.Kept.ShouldHaveSingleItem().Payload.Span).ShouldBe(payload);
    }

    [Fact]
    public async Task Keys_that_differ_a_little_have_files_of_their_own_and_none_leaves_the_folder()
    {
        string[] transfers = ["XFER-a", "XFER-A", "XFER_a", "../../etc/passwd", "a/b", "a\\b", new string('x', 400)];
        await using (var before = await Start())
        {
            foreach (var transfer in transfers)
                (await Deliver(before, Sample.Delivery(transferId: transfer))).Outcome.ShouldBe(AttemptOutcome.Delivered);
        }

        var names = Directory.GetFiles(_folder).Select(file => Path.GetFileName(file).ToUpperInvariant()).ToList();
        names.Count.ShouldBe(transfers.Length);
        names.ShouldBeUnique();
        await using var after = await Start();
        after.Kept.Select(package => package.TransferId).ShouldBe(transfers);
    }

    [Fact]
    public async Task A_file_a_crash_left_half_written_is_not_taken_for_a_package()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "half.json.tmp"), "{\"sequ", Ct);

        await using var hub = await Start();

        hub.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_s_file_is_named()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "stranger.json"), "{}", Ct);

        (await Should.ThrowAsync<InvalidDataException>(Start)).Message.ShouldContain("stranger.json");
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private Task<StandInHub> Start() => StandInHub.Start(new StandInHubOptions { Kind = HubKind.Vault, Folder = _folder }, Ct);

    private static async Task<DeliveryOutcome> Deliver(StandInHub hub, Delivery delivery)
    {
        using var connector = new HttpHubConnector(
            new HubOptions { Url = hub.BaseAddress },
            ReceiptSignatures.NotChecked,
            TimeProvider.System
        );
        return await connector.Deliver(delivery, Ct);
    }
}
