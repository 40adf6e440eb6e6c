using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.Intake;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_a_signoff_is_rejected : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private Station _station = null!;

    public async ValueTask InitializeAsync() => _station = await Station.Started();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task Nothing_moves_and_the_reason_is_kept()
    {
        var signed = JsonNode.Parse(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()))!.AsObject();
        signed.Remove("guardian_signature");
        var unsigned = Encoding.UTF8.GetBytes(signed.ToJsonString());

        var refused = (await _station.Send(unsigned)).ShouldBeOfType<IntakeResult.Rejected>();

        refused.Problem.Status.ShouldBe(401);
        _station.Vault.Deliveries.ShouldBeEmpty();
        var kept = (await _station.Queries.Rejected(Package, 10, CancellationToken.None)).Items.ShouldHaveSingleItem();
        kept.Source.ShouldBe("http");
    }

    [Fact]
    public async Task It_does_not_take_the_package_id()
    {
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("../../etc/passwd.yaml")));

        (await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()))).ShouldBe(new IntakeResult.Accepted(Package));
        await _station.UntilComplete(Package);
    }

    [Fact]
    public async Task It_stands_in_the_ledger()
    {
        await _station.Send(Encoding.UTF8.GetBytes("{ not json"));

        (await _station.AllLedgerEntries()).ShouldHaveSingleItem().Action.ShouldBe("reject_authorization");
    }
}
