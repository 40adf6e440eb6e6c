using System.Text.Json;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Specs.Harness;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Transfers;

/// <summary>Beside its words an error has a code, which programs can tell apart and count.</summary>
public sealed class When_an_attempt_fails
{
    private const string Package = "PKG-1";

    [Fact]
    public async Task The_code_of_its_error_is_kept_with_the_attempt_with_the_leg_and_in_the_ledger()
    {
        await using var station = await Station.Started(s => s.Vault.Answers = ScriptedHub.Down);
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));

        var transfer = await station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending);

        (transfer.Vault.LastError, transfer.Vault.LastErrorCode).ShouldBe(("HTTP 503", "http:503"));
        (await station.Queries.Find(Package, CancellationToken.None))!.Legs.VaultHub.LastErrorCode.ShouldBe("http:503");
        (await station.Queries.Attempts(Package, CancellationToken.None))!.Items.ShouldHaveSingleItem().ErrorCode.ShouldBe("http:503");
        (await station.Queries.Hubs(CancellationToken.None)).VaultHub.LastErrorCode.ShouldBe("http:503");
        (await station.LedgerOf(Package))
            .Single(entry => entry.Action == "transfer_to_vault")
            .Metadata.GetString("error_code")
            .ShouldBe("http:503");
    }

    [Fact]
    public async Task The_delivery_that_follows_has_none_and_takes_the_leg_s_away()
    {
        await using var station = await Station.Started(s => s.Vault.Answers = ScriptedHub.Down);
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        await station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending);
        station.Vault.Answers = ScriptedHub.Accepted;
        station.Clock.Advance(TimeSpan.FromSeconds(10));

        var transfer = await station.UntilComplete(Package);

        transfer.Vault.LastErrorCode.ShouldBeNull();
        (await station.Queries.Attempts(Package, CancellationToken.None))!
            .Items.Select(attempt => attempt.ErrorCode)
            .ShouldBe(["http:503", null]);
        (await station.LedgerOf(Package))
            .Last(entry => entry.Action == "transfer_to_vault")
            .Metadata.TryGet("error_code", out _)
            .ShouldBeFalse("what there is not is not written");
    }

    [Fact]
    public async Task A_leg_that_is_held_has_the_code_of_its_reason_until_it_is_not()
    {
        await using var station = await Station.Started();
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-LATE.yaml")));
        var held = await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        held.NextNode.LastErrorCode.ShouldBe("held:contract_missing");
        station.GivenContract("SC-LATE");

        station.Clock.Advance(TimeSpan.FromMinutes(1));

        (await station.UntilComplete(Package)).NextNode.LastErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_report_of_the_version_before_is_read_and_has_none()
    {
        // Given an attempt whose end the version before put on the bus, without a code
        await using var station = await Station.Started(s => s.Vault.Answers = ScriptedHub.Down);
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        var transfer = await station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending);
        station.Vault.Close();
        station.Clock.Advance(TimeSpan.FromSeconds(10));
        await station.Vault.Sees(delivery => delivery.Attempt == 2);
        var body =
            $$$"""{"transferKey":"{{{transfer.CorrelationId}}}","report":{"attempt":2,"cause":"redelivery","outcome":"transient","endedAt":"2025-06-01T14:05:00Z","error":"HTTP 502","statusCode":502}}""";
        var told = JsonSerializer.Deserialize<VaultTransferFaulted>(body, SystemTextJsonMessageSerializer.Options).ShouldNotBeNull();

        await station.Services.GetRequiredService<ISagaDispatcher>().Dispatch(told, CancellationToken.None);

        var after = await station.Until(Package, t => t.Vault is { Attempts: 2, Status: LegStatus.RetryPending });
        (after.Vault.LastError, after.Vault.LastErrorCode).ShouldBe(("HTTP 502", null), "a code of an earlier error is not this one's");
    }
}
