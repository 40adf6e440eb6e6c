using System.Diagnostics;

namespace HandoffSaga.Durability.Contracts;

public abstract class When_messages_leave(StoreUnderTest store) : DurabilitySuite(store)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task What_a_saga_publishes_reaches_its_consumer_and_the_consumers_commit_removes_the_row()
    {
        await using var station = await Station.Start(Store);

        var ticket = await station.Open();

        var work = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        work.Message.ShouldBe(new Work(ticket, "opened"));
        await station.Deliveries.Ended.First(id => id == work.MessageId);
        (await station.Outbox.CountRows(Ends)).ShouldBe(0);
        station.Outbox.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_consumer_publishes_comes_after_its_commit_and_reaches_the_saga()
    {
        await using var station = await Station.Start(
            Store,
            before: s => s.Bench.Does = work => work.Publish(new WorkDone(work.Message.Ticket))
        );

        var ticket = await station.Open();

        (await station.Commits.Of(ticket, saga => saga.Count == 1)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_a_failed_consumer_published_leaves_and_its_message_comes_again_after_the_lease()
    {
        await using var station = await Station.Start(Store);
        var failed = 0;
        station.Bench.Does = async work =>
        {
            await work.Publish(new WorkDone(work.Message.Ticket));
            work.UnitOfWork().Add(Notes.Row(Guid.NewGuid(), work.Message.Ticket, "tried", station.Clock.GetUtcNow()));
            if (failed++ == 0)
                throw new InvalidDataException("the first time");
        };

        var ticket = await station.Open();
        var first = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == first.MessageId);
        (await Store.Count("notes")).ShouldBe(0);
        (await station.Outbox.CountRows(Ends)).ShouldBe(1);

        station.Clock.Advance(Lease);

        var second = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        second.MessageId.ShouldBe(first.MessageId);
        (await station.Commits.Of(ticket, saga => saga.Count == 1)).ShouldNotBeNull();
        (await Store.Count("notes")).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_is_still_being_consumed_is_not_sent_again()
    {
        await using var station = await Station.Start(Store);
        var slow = new TaskCompletionSource();
        station.Bench.Does = work => work.Message.Text == "slow" ? slow.Task : Task.CompletedTask;
        var ticket = Guid.NewGuid();
        await station.Publish(new Work(ticket, "slow"));
        await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();

        // A second message that failed is the proof that the sweeper has been there.
        station.Bench.Does = work => work.Message.Text == "slow" ? slow.Task : throw new InvalidDataException("twice");
        await station.Publish(new Work(ticket, "fails"));
        var failed = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == failed.MessageId);
        station.Clock.Advance(Lease);

        (await station.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text.ShouldBe("fails");
        station.Bench.Arrived.Reader.TryRead(out _).ShouldBeFalse();
        slow.SetResult();
    }

    [Fact]
    public async Task No_more_are_held_in_memory_than_allowed_and_all_come_in_the_end()
    {
        await using var station = await Station.Start(Store, options: options => options.MaxMessagesInFlight = 3);
        var gate = new SemaphoreSlim(0);
        station.Bench.Does = _ => gate.WaitAsync(Ends);

        await station.Publish([.. Enumerable.Range(0, 12).Select(i => new Work(Guid.NewGuid(), $"{i}"))]);

        var texts = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            texts.Add((await station.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text);
            station.Outbox.InFlight.ShouldBeInRange(1, 3);
            gate.Release();
        }

        texts.Order().ShouldBe(Enumerable.Range(0, 12).Select(i => $"{i}").Order());
        station.Bench.MostAtOnce.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task An_endpoint_that_is_full_holds_up_no_other()
    {
        await using var station = await Station.Start(Store, options: options => options.MaxMessagesInFlight = 2);
        var gate = new TaskCompletionSource();
        station.Bench.Does = _ => gate.Task;
        var ticket = await station.Open();
        await station.Dispatch(new RemindMe(ticket, Lease));
        await station.Publish([.. Enumerable.Range(0, 300).Select(i => new Work(Guid.NewGuid(), $"{i}"))]);

        // From memory, and by the sweeper, past hundreds that are due and older.
        await station.Dispatch(new Ask(ticket));
        await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        station.Clock.Advance(Lease);
        await station.Commits.Of(ticket, saga => saga.Reminders == 1);

        gate.SetResult();
        for (var i = 0; i <= 300; i++)
            await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
    }

    [Fact]
    public async Task A_big_message_arrives_whole()
    {
        await using var station = await Station.Start(Store);
        var text = new string('x', 6 * 1024 * 1024);

        await station.Publish(new Work(Guid.NewGuid(), text));

        (await station.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text.ShouldBe(text);
    }

    [Fact]
    public async Task A_kept_message_is_sent_again_until_it_is_answered()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();

        await station.Dispatch(new Ask(ticket));
        var asked = await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == asked.MessageId);
        station.Clock.Advance(TicketMachine.ResendAfter);
        var again = await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        again.MessageId.ShouldBe(asked.MessageId);

        await station.Dispatch(new Answer(ticket));
        await station.Dispatch(new RemindMe(ticket, TicketMachine.ResendAfter + TimeSpan.FromSeconds(1)));
        station.Clock.Advance(TicketMachine.ResendAfter + TimeSpan.FromSeconds(1));
        await station.Commits.Of(ticket, saga => saga.Reminders == 1);
        station.Bench.Questions.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_kept_message_that_nobody_answers_is_sent_again_less_and_less_often()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        await station.Dispatch(new Ask(ticket));
        await Asked(times: 1);
        station.Clock.Advance(TicketMachine.ResendAfter);
        await Asked(times: 2);

        // A reminder is the proof that the sweeper has been there.
        await station.Dispatch(new RemindMe(ticket, TicketMachine.ResendAfter + TimeSpan.FromSeconds(1)));
        station.Clock.Advance(TicketMachine.ResendAfter + TimeSpan.FromSeconds(1));
        await station.Commits.Of(ticket, saga => saga.Reminders == 1);
        station.Bench.Questions.Reader.TryRead(out _).ShouldBeFalse();
        station.Clock.Advance(TicketMachine.ResendAfter);
        await Asked(times: 3);
        await station.Dispatch(new Answer(ticket));

        async Task Asked(int times)
        {
            var asked = await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
            var ended = 0;
            await station.Deliveries.Ended.First(id => id == asked.MessageId && ++ended == times);
        }
    }

    [Fact]
    public async Task Consuming_a_kept_message_commits_nothing_when_there_is_nothing_else_to_write()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();

        await station.Dispatch(new Ask(ticket));
        var asked = await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == asked.MessageId);

        station.Commits.Seen.All.ShouldNotContain(unit => unit.Message == nameof(Question));
    }

    [Fact]
    public async Task What_a_session_records_leaves_after_its_commit_or_not_at_all()
    {
        await using var station = await Station.Start(Store);
        var note = Guid.NewGuid();

        await station.Units.Run(Write, Ends);
        await Should.ThrowAsync<UnitOfWorkConflictException>(() => station.Units.Run(Write, Ends));

        await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        station.Bench.Arrived.Reader.TryRead(out _).ShouldBeFalse();

        async Task Write(IUnitOfWorkSession unit)
        {
            unit.Add(Notes.Row(note, Guid.Empty, "note", station.Clock.GetUtcNow()));
            await unit.Publish(new Work(Guid.NewGuid(), "once"), Ends);
        }
    }

    [Fact]
    public async Task An_event_for_the_dispatcher_alone_is_dropped_when_it_comes_over_the_bus()
    {
        await using var station = await Station.Start(Store);
        var forged = Guid.NewGuid();
        station.Bench.Does = async work =>
            await (await work.GetSendEndpoint(new Uri("queue:" + Station.TicketEndpoint))).Send(new OpenTicket(forged));

        await station.Publish(new Work(Guid.NewGuid(), "forge"));

        await station.Commits.Seen.First(unit => unit.Message == nameof(OpenTicket));
        (await station.Stored(forged)).ShouldBeNull();
        (await station.Outbox.CountRows(Ends)).ShouldBe(0);
    }

    [Fact]
    public async Task The_trace_goes_along()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "specs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("specs");
        await using var station = await Station.Start(Store);

        using var activity = source.StartActivity("outside").ShouldNotBeNull();
        await station.Publish(new Work(Guid.NewGuid(), "traced"));

        var work = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        work.Headers.Get<string>("traceparent").ShouldBe(activity.Id);
    }

    [Fact]
    public async Task Each_subscriber_has_its_own_copy_and_only_the_one_that_failed_gets_it_again()
    {
        await using var station = await Station.Start(Store);
        var failed = false;
        station.Bench.OnAnnouncement = listener =>
        {
            if (listener == nameof(Porter) && !failed)
            {
                failed = true;
                throw new InvalidDataException("the first time");
            }
        };

        await station.Publish(new Announcement("fire drill"));
        var first = await station.Bench.Announced.Reader.ReadAsync(Ends).Within();
        var second = await station.Bench.Announced.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == first.Context.MessageId);
        await station.Deliveries.Ended.First(id => id == second.Context.MessageId);
        new[] { first.By, second.By }.Order().ShouldBe([nameof(Librarian), nameof(Porter)]);
        (await station.Outbox.CountRows(Ends)).ShouldBe(1);

        station.Clock.Advance(Lease);

        var again = await station.Bench.Announced.Reader.ReadAsync(Ends).Within();
        again.By.ShouldBe(nameof(Porter));
        await station.Commits.Seen.First(unit => unit.Message == nameof(Announcement));
    }

    [Fact]
    public async Task What_nobody_subscribes_to_leaves_no_row()
    {
        await using var station = await Station.Start(Store);

        await station.Publish(new Monologue("to be or not to be"));

        (await station.Outbox.CountRows(Ends)).ShouldBe(0);
    }

    [Fact]
    public async Task A_send_to_an_endpoint_that_does_not_exist_fails_where_it_is_made()
    {
        await using var station = await Station.Start(Store);
        var failure = new TaskCompletionSource<Exception>();
        station.Bench.Does = async work =>
        {
            var endpoint = await work.GetSendEndpoint(new Uri("queue:nowhere"));
            failure.SetResult(await Should.ThrowAsync<InvalidOperationException>(() => endpoint.Send(new Monologue("hello?"))));
        };

        await station.Publish(new Work(Guid.NewGuid(), "send"));

        (await failure.Task.Within()).Message.ShouldContain("nowhere");
    }

    [Fact]
    public async Task A_message_that_changes_nothing_in_its_saga_is_consumed_all_the_same()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        var opened = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == opened.MessageId);

        await station.Publish(new Look(ticket));
        await station.Commits.Seen.First(unit => unit.Message == nameof(Look) && unit.CorrelationId == ticket);
        await station.Publish(new AddOne(Guid.NewGuid()));
        await station.Commits.Seen.First(unit => unit.Message == nameof(AddOne));

        (await station.Outbox.CountRows(Ends)).ShouldBe(0);
        (await station.Stored(ticket))!.Version.ShouldBe(1);
    }
}
