using System.Collections.Concurrent;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

public sealed class When_replicas_share_the_store(RealServers servers) : DurabilitySuite(new PostgresUnderTest(servers))
{
    private static readonly DateTimeOffset Noon = new(2041, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = new DurabilityOptions().Lease;

    private PostgresUnderTest Postgres => (PostgresUnderTest)Store;

    [Fact]
    public async Task Several_sweepers_claim_each_due_message_once()
    {
        Store.TimeIs(Noon);
        await using var writer = Postgres.Store();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => writer.Commit(Units.Message())));
        var claimed = new ConcurrentBag<Guid>();

        await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        Task.Run(
                            async () =>
                            {
                                await using var replica = Postgres.Store();
                                while ((await replica.PeekDue(64, [], Ends)).Messages is { Count: > 0 } due)
                                {
                                    foreach (var message in await replica.Claim([.. due.Select(message => message.MessageId)], [], Ends))
                                    {
                                        claimed.Add(message.MessageId);
                                    }
                                }
                            },
                            Ends
                        )
                    )
            )
            .Within();

        claimed.Count.ShouldBe(600);
        claimed.Distinct().Count().ShouldBe(600);
    }

    [Fact]
    public async Task What_a_frozen_replica_has_claimed_is_free_when_its_lease_has_run_out_and_not_before()
    {
        Store.TimeIs(Noon);
        await using var frozen = Postgres.Store();
        await using var other = Postgres.Store();
        var message = Guid.NewGuid();
        await frozen.Commit(Units.Message(message));
        (await frozen.Claim([message], [], Ends)).Count.ShouldBe(1);

        Store.TimeIs(Noon + Lease - TimeSpan.FromMilliseconds(1));
        (await other.PeekDue(10, [], Ends)).ShouldSatisfyAllConditions(
            due => due.Messages.ShouldBeEmpty(),
            due => due.NextIn.ShouldBe(TimeSpan.FromMilliseconds(1))
        );
        (await other.Claim([message], [], Ends)).ShouldBeEmpty();

        Store.TimeIs(Noon + Lease);
        (await other.PeekDue(10, [], Ends)).Messages.ShouldHaveSingleItem().MessageId.ShouldBe(message);
        (await other.Claim([message], [], Ends)).ShouldHaveSingleItem().MessageId.ShouldBe(message);
    }

    [Fact]
    public async Task What_is_held_in_memory_is_kept_from_the_others_by_renewing_its_lease()
    {
        Store.TimeIs(Noon);
        await using var holder = Postgres.Store();
        await using var other = Postgres.Store();
        var message = Guid.NewGuid();
        await holder.Commit(Units.Message(message));

        (await holder.Claim([], [message], Ends)).ShouldBeEmpty();

        (await other.Claim([message], [], Ends)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_somebody_has_locked_is_left_to_them()
    {
        Store.TimeIs(Noon);
        await using var replica = Postgres.Store();
        var message = Guid.NewGuid();
        await replica.Commit(Units.Message(message));
        await using var somebody = await Postgres.Database.Connect();
        await using var transaction = await somebody.BeginTransactionAsync(Ends);
        await using var command = somebody.CreateCommand();
        command.CommandText = "SELECT 1 FROM outbox FOR UPDATE";
        await command.ExecuteNonQueryAsync(Ends);

        (await replica.Claim([message], [message], Ends).Within()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_of_one_saga_on_two_replicas_all_apply()
    {
        var clock = new WatchedClock { ShortWaitsPassAtOnce = true };
        await using var one = await Station.Start(Store, clock);
        await using var other = await Station.Start(Store, clock);
        var ticket = await one.Open();

        // In each wave a replica has fewer events than one event may be overtaken by, since here nobody pauses in between.
        foreach (var wave in Enumerable.Range(0, 60).Chunk(36))
            await Task.WhenAll(wave.Select(i => (i % 2 == 0 ? one : other).Dispatch(new AddOne(ticket))));

        (await one.Stored(ticket))!.Count.ShouldBe(60);
        (await other.Stored(ticket))!.Count.ShouldBe(60);
    }

    [Fact]
    public async Task What_a_dead_replica_had_taken_is_done_by_a_living_one()
    {
        var clock = new WatchedClock();
        await using var living = await Station.Start(Store, clock);
        await using var dead = await Station.Start(
            Store,
            clock,
            before: station => station.Bench.Does = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Ends)
        );
        var ticket = await dead.Open();
        var taken = await dead.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        dead.Crash();

        // Nobody tells the living one; it looks again when a lease can have run out.
        clock.Advance(Lease);
        clock.Advance(Lease);

        var work = await living.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        work.MessageId.ShouldBe(taken.MessageId);
        work.Message.Ticket.ShouldBe(ticket);
    }
}
