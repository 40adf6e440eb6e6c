using System.Text;
using HandoffSaga.Alerts;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_people_are_alerted : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private AlertReceiver _people = null!;
    private Station _station = null!;

    public async ValueTask InitializeAsync()
    {
        _people = await AlertReceiver.Start();
        _station = await Station.Started(s => s.Alerts = new AlertOptions { Urls = [_people.Url] });
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _people.DisposeAsync();
    }

    [Fact]
    public async Task An_escalation_is_reported_once()
    {
        _station.Vault.Answers = ScriptedHub.SaysNo;

        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));

        var (_, alert) = await _people.Next();
        alert.GetProperty("alert_type").GetString().ShouldBe("transfer_failure");
        alert.GetProperty("severity").GetString().ShouldBe("high");
        alert.GetProperty("package_id").GetString().ShouldBe(Package);
        alert.GetProperty("destination").GetString().ShouldBe("vault_hub");
        alert.GetProperty("last_error").GetString().ShouldBe("HTTP 422");
        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_hold_is_reported_once_however_often_the_contract_is_looked_for()
    {
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-LATE.yaml")));
        (await _people.Next()).Alert.GetProperty("alert_type").GetString().ShouldBe("transfer_held");
        await _station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        // The alert's own time-out goes by the clock too: it must be through before that is moved.
        await _station.UntilScheduled();
        var version = 0;
        foreach (var _ in Enumerable.Range(0, 3))
        {
            version = (await _station.Until(Package, t => t.Version > version)).Version;
            _station.Clock.Advance(TimeSpan.FromMinutes(1));
            await _station.Until(Package, t => t.Version > version);
        }

        _station.GivenContract("SC-LATE");
        _station.Clock.Advance(TimeSpan.FromMinutes(1));
        await _station.UntilComplete(Package);
        _people.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_rejection_is_reported()
    {
        await _station.Send(Encoding.UTF8.GetBytes("{}"));

        (await _people.Next()).Alert.GetProperty("alert_type").GetString().ShouldBe("signoff_rejected");
    }

    [Fact]
    public async Task A_conflict_is_reported()
    {
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));

        (await _people.Next()).Alert.GetProperty("alert_type").GetString().ShouldBe("signoff_conflict");
    }

    [Fact]
    public async Task Who_was_away_is_told_after_coming_back_also_past_a_restart()
    {
        _people.Answer = 503;
        await _station.Send(Encoding.UTF8.GetBytes("{}"));
        (await _people.Next()).Answer.ShouldBe(503);
        await _station.UntilScheduled();
        await _station.Restart();
        _people.Answer = 204;

        _station.Clock.Advance(TimeSpan.FromSeconds(5));

        (await _people.Next()).Answer.ShouldBe(204);
    }
}
