using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Intake;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_a_signoff_comes_again : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private static readonly byte[] Signoff = SampleSignoffs.For(Package, SampleSignoffs.ToNextNode());
    private Station _station = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        await _station.Send(Signoff);
        await _station.UntilComplete(Package);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task The_same_content_is_a_duplicate_and_moves_nothing()
    {
        (await _station.Send(Signoff)).ShouldBe(new IntakeResult.Duplicate(Package));

        _station.Vault.Deliveries.Count.ShouldBe(1);
        (await _station.LedgerOf(Package)).Count(e => e.Action == "duplicate_authorization").ShouldBe(1);
    }

    [Fact]
    public async Task Spacing_member_order_and_signature_do_not_make_it_another_content()
    {
        using var second = GuardianKey.Generate("ES256", "guardian-2");
        await File.WriteAllBytesAsync(_station.GuardianJwks, second.ToPublicJwks(), TestContext.Current.CancellationToken);
        var again = JsonNode.Parse(SampleSignoffs.Signed(JsonNode.Parse(Signoff)!.AsObject(), second))!.AsObject();
        var reordered = new JsonObject([.. again.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))]);

        (
            await _station.Send(Encoding.UTF8.GetBytes(reordered.ToJsonString(new() { WriteIndented = true })))
        ).ShouldBeOfType<IntakeResult.Duplicate>();
    }

    [Fact]
    public async Task Other_content_under_the_same_id_is_a_conflict_and_moves_nothing()
    {
        var other = SampleSignoffs.For(Package, SampleSignoffs.ToNextNode(station: "NODE-EVIL-001"));

        (await _station.Send(other)).ShouldBeOfType<IntakeResult.Conflict>();

        _station.Floor.Deliveries.Count.ShouldBe(1);
        (await _station.LedgerOf(Package)).Count(e => e.Action == "conflicting_authorization").ShouldBe(1);
        (await _station.Queries.Rejected(Package, 10, CancellationToken.None)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_known_after_a_restart_too()
    {
        await _station.Restart();

        (await _station.Send(Signoff)).ShouldBe(new IntakeResult.Duplicate(Package));
        _station.Vault.Deliveries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_are_one_transfer()
    {
        var signoff = SampleSignoffs.For("PKG-MANY", SampleSignoffs.ToNextNode());

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _station.Send(signoff))));

        results.Count(r => r is IntakeResult.Accepted).ShouldBe(1);
        results.Count(r => r is IntakeResult.Duplicate).ShouldBe(19);
        await _station.UntilComplete("PKG-MANY");
        _station.Vault.Deliveries.Count(d => d.TransferId == "XFER-PKG-MANY").ShouldBe(1);
    }
}
