using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Status;

public sealed class When_a_leg_is_looked_at : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Handoffs.Received.AddSeconds(1);
    private readonly TransferState _transfer = Handoffs.OnItsWay("PKG-1");
    private StationStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await StationStore.Migrated();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task It_is_pending_until_its_attempt_is_taken() => (await Vault()).ShouldBe("pending");

    [Fact]
    public async Task It_is_preparing_while_the_attempt_waits_for_a_slot() => (await Vault(Waiting(1))).ShouldBe("preparing");

    [Fact]
    public async Task It_is_transferring_once_the_start_is_recorded() => (await Vault(Waiting(1), Started(1))).ShouldBe("transferring");

    [Fact]
    public async Task It_is_pending_again_between_the_end_of_an_attempt_and_the_saga_s_answer() =>
        (await Vault(Started(1), Ended(1))).ShouldBe("pending");

    [Fact]
    public async Task An_earlier_attempt_says_nothing_about_the_current_one()
    {
        _transfer.Vault.Attempts = 2;
        (await Vault(Started(1), Ended(1))).ShouldBe("pending");
        (await Vault(Waiting(2))).ShouldBe("preparing");
    }

    [Fact]
    public async Task The_other_leg_s_attempt_says_nothing_about_this_one() =>
        (await Vault(Tables.AttemptWaiting.Row(_transfer.CorrelationId, "next_node", 1L, "first", Now))).ShouldBe("pending");

    [Theory]
    [InlineData(nameof(LegStatus.Escalated), "escalated")]
    [InlineData(nameof(LegStatus.RetryPending), "retry_pending")]
    [InlineData(nameof(LegStatus.Complete), "complete")]
    public async Task What_the_saga_has_settled_is_seen_as_it_is_whatever_an_attempt_does(string settled, string seen)
    {
        _transfer.Vault.Status = Enum.Parse<LegStatus>(settled);
        (await Vault(Started(1))).ShouldBe(seen);
    }

    private async Task<string> Vault(params Row[] attempts)
    {
        await _store.Write(_transfer);
        foreach (var attempt in attempts)
            await _store.Write(attempt);
        var view = (await _store.Queries.Find("PKG-1", CancellationToken.None)).ShouldNotBeNull();
        view.Legs.VaultHub.Status.ShouldBe(view.VaultStatus);
        return view.VaultStatus;
    }

    private Row Waiting(long attempt) => Tables.AttemptWaiting.Row(_transfer.CorrelationId, "vault_hub", attempt, "first", Now);

    private Row Started(long attempt) =>
        Tables.AttemptStarted.Row(_transfer.CorrelationId, "vault_hub", attempt, "first", Now, Now, null, "digest", "XFER-PKG-1:vault_hub");

    private Row Ended(long attempt) =>
        Tables.AttemptEnded.Row(
            _transfer.CorrelationId,
            "vault_hub",
            attempt,
            "first",
            Now,
            "delivered",
            200L,
            null,
            null,
            null,
            null,
            null
        );
}
