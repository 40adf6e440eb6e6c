using HandoffSaga.Specs.Harness;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>As those of a transaction do that began earlier and ends later than another.</summary>
public sealed class When_events_come_behind_later_ones : IAsyncLifetime
{
    private Station _station = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _station = await Station.Started();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task After_a_restart_it_does_not_look_through_what_is_in_the_log_again_and_again()
    {
        using (var log = await new Replica(_station).Opened())
        {
            await HandOff("PKG-1");
            await HandOff("PKG-2");
            await log.CatchUp();
        }

        await _station.Restart();
        using var again = await new Replica(_station, mostInGroup: 3).Opened();
        await again.CatchUp();
        var last = await LastNumber();
        again.Sequencer.HighWaterMark.ShouldBe(last - 3, "what was just being written when it looked for the first time may come yet");

        _station.Clock.Advance(TimeSpan.FromSeconds(11));
        await again.CatchUp();
        again.Sequencer.HighWaterMark.ShouldBe(last);
    }

    [Fact]
    public async Task An_event_that_comes_behind_later_ones_is_found()
    {
        using var log = await CaughtUp();
        var (size, last) = (log.Sequencer.Tree.Size, await LastNumber());

        await WriteCopy(last + 10);
        await log.CatchUp();
        log.Sequencer.Tree.Size.ShouldBe(size + 1);
        await WriteCopy(last + 5);
        await log.CatchUp();

        log.Sequencer.Tree.Size.ShouldBe(size + 2);
        _station.Clock.Advance(TimeSpan.FromSeconds(11));
        await log.CatchUp();
        log.Sequencer.HighWaterMark.ShouldBe(last + 10, "nothing below it is waited for any more");
    }

    [Fact]
    public async Task An_event_whose_transaction_took_longer_than_anybody_waits_is_found_some_minutes_later()
    {
        // Given a number that is passed over, and waited for no more
        using var log = await CaughtUp();
        var (size, last) = (log.Sequencer.Tree.Size, await LastNumber());
        await WriteCopy(last + 10);
        await log.CatchUp();
        _station.Clock.Advance(TimeSpan.FromSeconds(11));
        await log.CatchUp();

        // When its transaction commits
        await WriteCopy(last + 5);
        await log.CatchUp();
        log.Sequencer.Tree.Size.ShouldBe(size + 1, "looks begin behind it");
        _station.Clock.Advance(TimeSpan.FromMinutes(1));
        await log.CatchUp();

        // Then it is in the log, and so is one that takes longer still
        log.Sequencer.Tree.Size.ShouldBe(size + 2);
        await WriteCopy(last + 6);
        _station.Clock.Advance(TimeSpan.FromMinutes(4));
        await log.CatchUp();
        log.Sequencer.Tree.Size.ShouldBe(size + 3);
    }

    [Fact]
    public async Task It_is_found_as_soon_although_the_clock_was_set_back()
    {
        using var log = await CaughtUp();
        var (size, last) = (log.Sequencer.Tree.Size, await LastNumber());
        await WriteCopy(last + 10);
        await log.CatchUp();
        _station.Clock.Set(TimeSpan.FromDays(-1));
        _station.Clock.Advance(TimeSpan.FromSeconds(11));
        await log.CatchUp();
        log.Sequencer.HighWaterMark.ShouldBe(last + 10, "nothing below it is waited for any more");

        await WriteCopy(last + 5);
        _station.Clock.Advance(TimeSpan.FromMinutes(1));
        await log.CatchUp();

        log.Sequencer.Tree.Size.ShouldBe(size + 2);
    }

    private async Task<Replica> CaughtUp()
    {
        var log = await new Replica(_station).Opened();
        await HandOff("PKG-1");
        await log.CatchUp();
        return log;
    }

    private async Task HandOff(string packageId)
    {
        await _station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await _station.UntilComplete(packageId);
    }

    private async Task<long> LastNumber()
    {
        await using var context = await _station
            .Services.GetRequiredService<IDbContextFactory<HandoffDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await context.LedgerEntries.MaxAsync(entry => entry.Seq, Cancellation);
    }

    private async Task WriteCopy(long number)
    {
        await using var context = await _station
            .Services.GetRequiredService<IDbContextFactory<HandoffDbContext>>()
            .CreateDbContextAsync(Cancellation);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO ledger_entries (seq, event_id, action, entry, leaf_hash, recorded_at) SELECT {number}, randomblob(16), action, entry, leaf_hash, recorded_at FROM ledger_entries WHERE seq = 1",
            Cancellation
        );
    }
}
