using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Crashes;

public sealed class When_the_process_is_killed_at_a_named_point
{
    private const string Package = "PKG-CRASH";

    /// <summary>
    /// Everything behind the signoff's first commit: the signoff is on disk, so it completes by itself, whether Guardian got the 202 or
    /// not.
    /// </summary>
    [Theory]
    [InlineData("handoff.commit/stopped/GuardianSignoffComplete/1")]
    [InlineData("handoff.unit/started/GuardianSignoffComplete/1")]
    [InlineData("handoff.intake/stopped/*/1")]
    [InlineData("handoff.send/started/VaultTransferRequested/1")]
    [InlineData("handoff.send/started/NextNodeTransferRequested/1")]
    [InlineData("handoff.send/stopped/VaultTransferRequested/1")]
    [InlineData("handoff.deliver/started/*/1")]
    [InlineData("handoff.deliver/stopped/*/1")]
    [InlineData("handoff.deliver/stopped/*/2")]
    [InlineData("handoff.reply/started/*/1")]
    [InlineData("handoff.unit/started/VaultTransferCompleted/1")]
    [InlineData("handoff.unit/started/NextNodeTransferCompleted/1")]
    [InlineData("handoff.reply/stopped/*/2")]
    public async Task What_was_committed_completes_by_itself_and_each_hub_takes_it_once(string point)
    {
        await using var station = await RealStation.With();
        await station.Start(crashAt: point);
        await station.Submit(Package);
        await station.Process.Exited.WaitAsync(RealStation.Patience, TestContext.Current.CancellationToken);
        station.Process.ExitCode.ShouldBe(137, "the process ends by the kill, not by itself");

        await station.Start();

        await station.UntilComplete(1);
        EachHubTookItOnce(station);
    }

    /// <summary>At the start of a commit nobody knows yet whether it will be; Guardian, who got no 202, sends again.</summary>
    public static TheoryData<int> Commits => [.. Enumerable.Range(1, Rounds.Of(all: 5, few: 2))];

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task Killed_with_a_commit_half_way_nothing_accepted_is_lost_and_nothing_is_doubled(int commit)
    {
        await using var station = await RealStation.With();
        await station.Start(crashAt: $"handoff.commit/started/*/{commit}/handoff.intake");
        var answer = await station.Submit(Package);
        await Task.WhenAny(station.Process.Exited, station.UntilComplete(1));
        await station.Process.Kill();

        await station.Start();

        var found = await station.Find(Package);
        if (answer == HttpStatusCode.Accepted)
        {
            found.ShouldNotBeNull("a signoff that was answered with 202 is on disk");
        }
        else if (found is null)
        {
            (await station.Submit(Package)).ShouldBe(HttpStatusCode.Accepted);
        }

        await station.UntilComplete(1);
        EachHubTookItOnce(station);
    }

    [Fact]
    public async Task A_redelivery_that_was_scheduled_comes_after_the_restart()
    {
        await using var station = await RealStation.With(vaultFails: "once");
        await station.Start(crashAt: "handoff.unit/stopped/VaultTransferFaulted/1");
        await station.Submit(Package);
        await station.Process.Exited.WaitAsync(RealStation.Patience, TestContext.Current.CancellationToken);

        await station.Start();

        await station.UntilComplete(1);
        var transfer = await station.Find(Package);
        transfer!.Value.GetProperty("legs").GetProperty("vault_hub").GetProperty("attempts").GetInt32().ShouldBe(2);
        EachHubTookItOnce(station);
    }

    private static void EachHubTookItOnce(RealStation station)
    {
        station.Vault.AcceptedByKey.ShouldBe(new Dictionary<string, int> { [$"XFER-{Package}:vault_hub"] = 1 });
        station.Floor.AcceptedByKey.ShouldBe(new Dictionary<string, int> { [$"XFER-{Package}:next_node"] = 1 });
    }
}
