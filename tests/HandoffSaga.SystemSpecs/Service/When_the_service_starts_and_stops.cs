using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Service;

public sealed class When_the_service_starts_and_stops
{
    private const string Package = "PKG-SERVICE";

    [Theory]
    [InlineData("TERM")]
    [InlineData("QUIT")]
    public async Task A_signal_to_end_finishes_what_is_under_way_and_ends_with_0(string signal)
    {
        await using var station = await RealStation.With(vaultFails: "slow:2s");
        await station.Start();
        (await station.Submit(Package)).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg(Package, "vault_hub", "transferring");

        var exitCode = await station.Process.Terminate(signal);

        exitCode.ShouldBe(0, station.Process.Messages);
        station.Process.Messages.ShouldContain("Stopped");
        station.Vault.AcceptedByKey.ShouldBe(new Dictionary<string, int> { [$"XFER-{Package}:vault_hub"] = 1 });
        await station.Start();
        var transfer = (await station.Find(Package))!.Value;
        transfer
            .GetProperty("legs")
            .GetProperty("vault_hub")
            .GetProperty("status")
            .GetString()
            .ShouldBe("complete", "its answer was still taken down");
        transfer.GetProperty("retry_count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task SIGHUP_ends_nothing()
    {
        await using var station = await RealStation.With();
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        station.Heard += line =>
        {
            if (line.Contains("SIGHUP", StringComparison.Ordinal))
                heard.TrySetResult();
        };
        await station.Start();

        await station.Process.Signal("HUP");
        await heard.Task.WaitAsync(RealStation.Patience, TestContext.Current.CancellationToken);
        await station.Process.Signal("HUP");

        (await station.Submit(Package)).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(1);
        (await station.Process.Terminate()).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_rejected_in_one_line_and_the_first_goes_on()
    {
        await using var station = await RealStation.With();
        await station.Start();

        var rejection = await station.StartSecond();

        rejection.ShouldContain("handoff: The database");
        rejection.ShouldContain("is in use by another process");
        rejection.ShouldNotContain("   at ", Case.Sensitive, "a stack trace tells an operator nothing");
        (await station.Submit(Package)).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(1);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_said_in_one_line()
    {
        await using var station = await RealStation.With();
        await station.Start();

        var rejection = await station.StartSecond(
            ("DataFolder", station.OtherFolder),
            ("Intake__Folder", station.OtherFolder),
            ("Api__Urls", $"{station.Process.Url.Scheme}://{station.Process.Url.Authority}")
        );

        rejection.ShouldContain("handoff: Failed to bind to address");
        rejection.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task What_people_are_alerted_of_stands_in_the_log_too()
    {
        await using var station = await RealStation.With(vaultFails: "reject");
        await station.Start();

        await station.Submit(Package);

        await station.UntilLeg(Package, "vault_hub", "escalated");
        await station.Process.Terminate();
        station.Process.Messages.ShouldContain($"transfer_failure: XFER-{Package} vault_hub: rejected");
    }
}
