using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability.Contracts;

public abstract class When_the_process_dies(StoreUnderTest store) : DurabilitySuite(store)
{
    private static readonly TimeSpan Lease = new DurabilityOptions().Lease;

    [Fact]
    public async Task What_was_committed_and_not_consumed_comes_at_the_next_start()
    {
        var clock = new WatchedClock();
        await using var dead = await Station.Start(
            Store,
            clock,
            before: station => station.Bench.Does = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Ends)
        );
        var ticket = await dead.Open();
        var lost = await dead.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        dead.Crash();

        // Where one process has the store, no time passes: a dead one's lease is worth nothing.
        if (Store.LeasesOutliveTheProcess)
            clock.Advance(Lease);
        await using var next = await Station.Start(Store, clock);

        var work = await next.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        work.Message.ShouldBe(new Work(ticket, "opened"));
        work.MessageId.ShouldBe(lost.MessageId);
    }

    [Fact]
    public async Task What_was_committed_before_the_bus_stood_is_sent_when_it_stands()
    {
        await using var station = await Station.Start(Store, start: false);
        var stores = station.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<StoreLifetime>().Single();
        await stores.StartAsync(Ends);
        await station.Publish(new Work(Guid.NewGuid(), "early"));
        await station.Open();
        station.Outbox.InFlight.ShouldBe(0);
        await stores.StopAsync(Ends);

        await using var next = await Station.Start(Store, station.Clock);

        (await next.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text.ShouldBe("early");
        (await next.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text.ShouldBe("opened");
    }

    [Fact]
    public async Task A_kept_message_without_its_answer_is_sent_again_at_the_next_start()
    {
        var clock = new WatchedClock();
        await using var dead = await Station.Start(Store, clock);
        var ticket = await dead.Open();
        await dead.Dispatch(new Ask(ticket));
        var asked = await dead.Bench.Questions.Reader.ReadAsync(Ends).Within();
        await dead.Deliveries.Ended.First(id => id == asked.MessageId);
        dead.Crash();

        if (Store.LeasesOutliveTheProcess)
            clock.Advance(TicketMachine.ResendAfter);
        await using var next = await Station.Start(Store, clock);

        (await next.Bench.Questions.Reader.ReadAsync(Ends).Within()).MessageId.ShouldBe(asked.MessageId);
        await next.Dispatch(new Answer(ticket));
    }

    [Fact]
    public async Task Nothing_of_a_unit_without_a_commit_is_ever_seen()
    {
        await using var dead = await Station.Start(Store);
        var reached = new TaskCompletionSource();
        dead.Bench.Does = async work =>
        {
            work.UnitOfWork().Add(Notes.Row(Guid.NewGuid(), work.Message.Ticket, "half done", dead.Clock.GetUtcNow()));
            await work.Publish(new WorkDone(work.Message.Ticket));
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Ends);
        };
        var ticket = await dead.Open();
        await reached.Task.Within();
        dead.Crash();

        if (Store.LeasesOutliveTheProcess)
            dead.Clock.Advance(Lease);
        await using var next = await Station.Start(Store, dead.Clock);

        await next.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        (await Store.Count("notes")).ShouldBe(0);
        (await next.Stored(ticket))!.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_in_order_finishes_what_is_being_consumed()
    {
        await using var station = await Station.Start(Store);
        var finish = new TaskCompletionSource();
        station.Bench.Does = async work =>
        {
            await finish.Task;
            work.UnitOfWork().Add(Notes.Row(Guid.NewGuid(), work.Message.Ticket, "done", station.Clock.GetUtcNow()));
        };
        await station.Open();
        await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();

        var stopped = station.Stop();
        finish.SetResult();
        await stopped;

        (await Store.Count("notes")).ShouldBe(1);
        (await Store.Count("outbox")).ShouldBe(0);
    }
}
