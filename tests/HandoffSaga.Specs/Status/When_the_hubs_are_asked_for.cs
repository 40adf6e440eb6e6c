using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status.Views;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Status;

public sealed class When_the_hubs_are_asked_for : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Handoffs.Received;
    private StationStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await StationStore.Migrated();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_new_station_has_nothing_to_tell()
    {
        var nothing = new HubView
        {
            Waiting = 0,
            Escalated = 0,
            Held = 0,
            Oldest = null,
            NextAttemptAt = null,
            LastSuccessAt = null,
            LastError = null,
            LastErrorCode = null,
            LastErrorAt = null,
        };

        (await _store.Queries.Hubs(CancellationToken.None)).ShouldBe(new HubsView(nothing, nothing));
    }

    [Fact]
    public async Task Each_hub_tells_of_its_own_legs_only()
    {
        // Given a vault hub that is down: legs waiting, on a slow try, and one that was through before
        await Given(0, transfer => transfer.Vault.Complete(Now.AddMinutes(1)));
        await Given(1, transfer => transfer.Vault.Fail(LegStatus.Escalated, 4, "HTTP 503", Now.AddMinutes(20)));
        await Given(2, transfer => transfer.Vault.Fail(LegStatus.RetryPending, 2, "HTTP 503", Now.AddMinutes(12)));
        await Given(3, transfer => transfer.Vault.Status = LegStatus.Pending);

        // And next-node legs held, not applicable and through
        foreach (var (minute, status) in new[] { (4, LegStatus.Held), (5, LegStatus.NotApplicable), (6, LegStatus.Complete) })
        {
            await Given(
                minute,
                transfer =>
                {
                    transfer.Vault.Status = LegStatus.Complete;
                    transfer.NextNode.Status = status;
                    transfer.NextNode.CompletedAt = status == LegStatus.Complete ? Now.AddMinutes(7) : null;
                }
            );
        }

        var hubs = await _store.Queries.Hubs(CancellationToken.None);

        (hubs.VaultHub.Waiting, hubs.VaultHub.Escalated, hubs.VaultHub.Held).ShouldBe((2, 1, 0));
        hubs.VaultHub.Oldest.ShouldBe(Now.AddMinutes(1));
        hubs.VaultHub.NextAttemptAt.ShouldBe(Now.AddMinutes(12));
        hubs.VaultHub.LastSuccessAt.ShouldBe(Now.AddMinutes(1));
        (hubs.NextNode.Waiting, hubs.NextNode.Escalated, hubs.NextNode.Held).ShouldBe((4, 0, 1));
        hubs.NextNode.Oldest.ShouldBe(Now);
        hubs.NextNode.NextAttemptAt.ShouldBeNull();
        hubs.NextNode.LastSuccessAt.ShouldBe(Now.AddMinutes(7));
    }

    [Fact]
    public async Task A_closed_leg_is_neither_waiting_nor_stuck()
    {
        await Given(0, transfer => transfer.Vault.Close(new LegClosing(Now, "J. Doe", "the hub has it")));
        await Given(1, _ => { });

        var vault = (await _store.Queries.Hubs(CancellationToken.None)).VaultHub;

        (vault.Waiting, vault.Escalated, vault.Held, vault.Oldest).ShouldBe((1, 0, 0, Now.AddMinutes(1)));
    }

    [Fact]
    public async Task The_last_error_is_that_of_the_newest_failed_attempt()
    {
        await Failed("vault_hub", 1, "HTTP 503", "http:503", minute: 1);
        await Failed("vault_hub", 2, "connection refused", "transport:connection_refused", minute: 2);
        await Failed("next_node", 1, "HTTP 404", null, minute: 3);
        await _store.Write(
            Tables.AttemptEnded.Row(
                Guid.NewGuid(),
                "vault_hub",
                3L,
                "first",
                Now.AddMinutes(4),
                "delivered",
                200L,
                null,
                null,
                null,
                null,
                null
            )
        );

        var hubs = await _store.Queries.Hubs(CancellationToken.None);

        (hubs.VaultHub.LastError, hubs.NextNode.LastError).ShouldBe(("connection refused", "HTTP 404"));
        (hubs.VaultHub.LastErrorAt, hubs.NextNode.LastErrorAt).ShouldBe((Now.AddMinutes(2), Now.AddMinutes(3)));
        (hubs.VaultHub.LastErrorCode, hubs.NextNode.LastErrorCode).ShouldBe(
            ("transport:connection_refused", null),
            "an attempt of the version before has no code"
        );
    }

    private Task Given(int minute, Action<TransferState> change) =>
        _store.Write(
            Handoffs.OnItsWay(
                $"PKG-{minute}",
                transfer =>
                {
                    transfer.ReceivedAt = Now.AddMinutes(minute);
                    change(transfer);
                }
            )
        );

    private Task Failed(string leg, long attempt, string error, string? code, int minute) =>
        _store.Write(
            Tables.AttemptEnded.Row(
                Guid.NewGuid(),
                leg,
                attempt,
                "first",
                Now.AddMinutes(minute),
                "transient",
                null,
                error,
                null,
                null,
                null,
                code
            )
        );
}
