using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

/// <summary>The customer's nine states, each seen while it holds.</summary>
public sealed class When_a_transfer_is_watched_from_outside
{
    private const string Package = "PKG-1";

    [Fact]
    public async Task A_leg_whose_bytes_are_on_their_way_is_transferring()
    {
        await using var station = await Station.Started();
        station.Vault.Close();
        station.Floor.Close();

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await station.Vault.Sees(_ => true);
        (await Status(station)).ShouldBe("transferring_vault");
        await station.Floor.Sees(_ => true);

        station.Floor.Open();
        await station.Until(Package, t => t.NextNode.Status == LegStatus.Complete);
        (await Status(station)).ShouldBe("next_node_complete");
        station.Vault.Open();
        await station.UntilComplete(Package);
        (await Status(station)).ShouldBe("fully_complete");
    }

    [Fact]
    public async Task With_the_results_confirmed_and_the_part_signal_on_its_way_it_is_vault_complete()
    {
        await using var station = await Station.Started();
        station.Floor.Close();

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);

        (await Status(station)).ShouldBe("vault_complete");
    }

    [Fact]
    public async Task A_leg_that_waits_for_a_slot_at_its_hub_is_preparing()
    {
        await using var station = await Station.Started(s => s.Concurrency = 1);
        station.Vault.Close();
        station.Floor.Close();
        await station.Send(SampleSignoffs.For("PKG-FIRST", SampleSignoffs.ToNextNode()));
        await station.Vault.Sees(d => d.TransferId == "XFER-PKG-FIRST");
        await station.Floor.Sees(d => d.TransferId == "XFER-PKG-FIRST");

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await station.UntilWritten("attempts", 4);

        (await Status(station)).ShouldBe("preparing_vault");
        station.Vault.Open();
        await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        (await station.Queries.Find(Package, CancellationToken.None))!.NextNodeStatus.ShouldBe("preparing");
    }

    [Fact]
    public async Task A_leg_nobody_has_taken_yet_is_pending_and_the_transfer_authorized()
    {
        await using var station = await Station.Started(s => s.Concurrency = 1);
        station.Vault.Close();
        station.Floor.Close();
        foreach (var n in Enumerable.Range(1, 4))
        {
            await station.Send(SampleSignoffs.For($"PKG-AHEAD-{n}", SampleSignoffs.ToNextNode()));
        }

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));

        (await Status(station)).ShouldBe("authorized");
    }

    [Fact]
    public async Task At_most_as_many_deliveries_as_configured_are_at_a_hub_at_once()
    {
        await using var station = await Station.Started(s => s.Concurrency = 3);
        station.Vault.Close();
        foreach (var n in Enumerable.Range(1, 12))
        {
            await station.Send(SampleSignoffs.For($"PKG-{n}", SampleSignoffs.ToNextNode()));
        }

        station.Vault.Open();
        await Task.WhenAll(Enumerable.Range(1, 12).Select(n => station.UntilComplete($"PKG-{n}")));

        station.Vault.MostAtOnce.ShouldBeLessThanOrEqualTo(3);
    }

    private static async Task<string> Status(Station station) => (await station.Queries.Find(Package, CancellationToken.None))!.Status;
}
