using System.Text.Json;
using HandoffSaga.Alerts;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Ledger;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Status.Views;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_a_hub_has_seen_a_head : IAsyncLifetime
{
    private static readonly string NoRoot = new('0', 64);

    private AlertReceiver _people = null!;
    private Station _station = null!;
    private Replica _log = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Given a ledger with two heads, of which the second goes out with every package from now on
        _people = await AlertReceiver.Start();
        _station = await Station.Started(given => given.Alerts = new AlertOptions { Urls = [_people.Url] });
        _log = await new Replica(_station).Opened();
        foreach (var package in new[] { "PKG-EARLY-1", "PKG-EARLY-2" })
        {
            await _station.Send(SampleSignoffs.For(package, SampleSignoffs.ToNextNode()));
            await _station.UntilComplete(package);
            await _log.CatchUp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await _station.DisposeAsync();
        await _people.DisposeAsync();
    }

    [Fact]
    public async Task The_one_that_was_sent_stands_with_the_attempt_and_in_the_ledger()
    {
        var seen = await Seen("PKG-1", SentBack);

        (seen.Standing, seen.Signed, seen.LedgerSize, seen.Problem).ShouldBe(("as_sent", false, _log.Head.Current!.Checkpoint.Size, null));
        seen.LedgerRoot.ShouldBe(Convert.ToHexStringLower(_log.Head.Current.Checkpoint.Root.Span));
        var logged = (await InLedger("PKG-1")).ShouldNotBeNull();
        logged.GetProperty("standing").GetString().ShouldBe("as_sent");
        logged.GetProperty("ledger_root").GetString().ShouldBe(seen.LedgerRoot);
        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task One_in_a_signed_receipt_says_so()
    {
        var seen = await Seen(
            "PKG-1",
            delivery => SentBack(delivery) with { Evidence = Evidence.SignedReceipt, LedgerHeadIsSigned = true }
        );

        seen.Signed.ShouldBeTrue();
        (await InLedger("PKG-1")).ShouldNotBeNull().GetProperty("signed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Another_of_this_ledgers_is_consistent_also_one_that_was_never_published()
    {
        var entries = await _station.AllLedgerEntries();
        var tree = new MerkleFrontier();
        foreach (var entry in await Leaves())
        {
            tree.Append(entry);
            if (tree.Size is 1 or 7 || tree.Size == entries.Count - 1)
            {
                (
                    await Seen($"PKG-{tree.Size}", delivery => Accepted(delivery, tree.Size, Convert.ToHexStringLower(tree.Root())))
                ).Standing.ShouldBe("consistent", $"{tree.Size}");
            }
        }

        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task One_that_contradicts_the_ledger_is_reported_and_the_leg_is_complete_all_the_same()
    {
        var size = _log.Head.Current!.Checkpoint.Size;
        var seen = await Seen("PKG-1", delivery => Accepted(delivery, size, NoRoot));

        (seen.Standing, seen.LedgerRoot).ShouldBe(("contradicts", NoRoot));
        (await _station.UntilComplete("PKG-1")).Vault.Evidence.ShouldBe(Evidence.Receipt);
        var (_, alert) = await _people.Next();
        alert.GetProperty("alert_type").GetString().ShouldBe("ledger_head_disputed");
        (
            alert.GetProperty("severity").GetString(),
            alert.GetProperty("package_id").GetString(),
            alert.GetProperty("destination").GetString()
        ).ShouldBe(("high", "PKG-1", "vault_hub"));
        alert
            .GetProperty("detail")
            .GetString()!
            .ShouldContain($"a ledger checkpoint of {size} entries that does not match the ledger (a claim, not signed)");
    }

    [Fact]
    public async Task So_is_one_of_more_entries_than_the_ledger_ever_had()
    {
        (await Seen("PKG-1", delivery => Accepted(delivery, 1_000_000, NoRoot))).Standing.ShouldBe("unknown");

        (await _people.Next()).Alert.GetProperty("detail").GetString()!.ShouldContain("this ledger never had 1000000 entries");
    }

    [Fact]
    public async Task A_hub_that_says_so_every_time_is_no_flood()
    {
        for (var n = 0; n < 5; n++)
            (await Seen($"PKG-{n}", delivery => Accepted(delivery, 1_000_000, NoRoot))).Standing.ShouldBe("unknown");
        (await _people.Next()).Alert.GetProperty("package_id").GetString().ShouldBe("PKG-0");

        _station.Clock.Advance(DisputeAlertThrottle.Window);
        await Seen("PKG-LATER", delivery => Accepted(delivery, 1_000_000, NoRoot));

        (await _people.Next()).Alert.GetProperty("package_id").GetString().ShouldBe("PKG-LATER");
        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Nonsense_is_kept_as_nonsense()
    {
        var seen = await Seen(
            "PKG-1",
            delivery =>
                ScriptedHub.Accepted(delivery) with
                {
                    LedgerHeadSeen = new ReportedCheckpoint.Malformed("ledger_size is not a whole number from 0"),
                }
        );

        (seen.Standing, seen.LedgerSize, seen.Problem).ShouldBe(("malformed", null, "ledger_size is not a whole number from 0"));
        (await _station.UntilComplete("PKG-1")).Vault.Evidence.ShouldBe(Evidence.Receipt);
        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_hub_that_says_nothing_of_it_leaves_nothing_behind()
    {
        await _station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await _station.UntilComplete("PKG-1");

        (await _station.Queries.Attempts("PKG-1", Cancellation))!.Items.ShouldAllBe(attempt => attempt.LedgerHeadSeen == null);
        (await InLedger("PKG-1")).ShouldBeNull();
    }

    private static DeliveryOutcome SentBack(Delivery delivery)
    {
        var chain = JsonElement.Parse(delivery.Payload.Span).GetProperty("audit_chain");
        return Accepted(delivery, chain.GetProperty("ledger_size").GetInt64(), chain.GetProperty("ledger_root").GetString()!);
    }

    private static DeliveryOutcome Accepted(Delivery delivery, long size, string root) =>
        ScriptedHub.Accepted(delivery) with
        {
            LedgerHeadSeen = new ReportedCheckpoint.Claimed(Replica.Origin, size, root),
        };

    private async Task<LedgerHeadSeenView> Seen(string package, Func<Delivery, DeliveryOutcome> answers)
    {
        _station.Vault.Answers = answers;
        await _station.Send(SampleSignoffs.For(package, SampleSignoffs.WorkflowComplete()));
        await _station.UntilComplete(package);
        return (await _station.Queries.Attempts(package, Cancellation))!
            .Items.Single(attempt => attempt.Leg == "vault_hub")
            .LedgerHeadSeen.ShouldNotBeNull();
    }

    private async Task<JsonElement?> InLedger(string package)
    {
        var entry = (await _station.LedgerOf(package)).Single(entry => entry.Action == "transfer_to_vault");
        return JsonElement.Parse(entry.Metadata.Utf8.Span).TryGetProperty("ledger_head_seen", out var seen) ? seen : null;
    }

    private async Task<List<byte[]>> Leaves()
    {
        var leaves = new List<byte[]>();
        await foreach (
            var (_, entry) in _station
                .Services.GetRequiredService<HandoffSaga.LedgerLog.Sequencing.StoredEntries>()
                .Entries(0, long.MaxValue, Cancellation)
        )
        {
            leaves.Add(LedgerHash.Leaf(entry));
        }

        return leaves;
    }
}
