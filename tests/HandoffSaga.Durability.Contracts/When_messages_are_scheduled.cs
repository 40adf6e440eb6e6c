using MassTransit;

namespace HandoffSaga.Durability.Contracts;

public abstract class When_messages_are_scheduled(StoreUnderTest store) : DurabilitySuite(store)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task They_come_at_their_time_by_the_programs_clock_and_not_before()
    {
        await using var station = await Station.Start(Store);
        var (early, ticket) = (await station.OpenAndWork(), await station.OpenAndWork());
        await station.Dispatch(new RemindMe(ticket, Delay));
        await station.Dispatch(new RemindMe(early, Delay - Moment));

        station.Clock.Advance(Delay - Moment);
        await station.Commits.Of(early, saga => saga.Reminders == 1);
        (await station.Stored(ticket))!.Reminders.ShouldBe(0);

        station.Clock.Advance(Moment);
        (await station.Commits.Of(ticket, saga => saga.Reminders == 1)).ReminderToken.ShouldBeNull();
        await station.UntilNothingIsInTheOutbox().Within();
    }

    [Fact]
    public async Task They_survive_a_restart_and_keep_their_time()
    {
        var clock = new WatchedClock();
        Guid early,
            ticket;
        await using (var before = await Station.Start(Store, clock))
        {
            (early, ticket) = (await before.Open(), await before.Open());
            await before.Dispatch(new RemindMe(ticket, Delay));
            await before.Dispatch(new RemindMe(early, Delay - Moment));
        }

        clock.Advance(TimeSpan.FromSeconds(30));
        await using var after = await Station.Start(Store, clock);
        clock.Advance(Delay - TimeSpan.FromSeconds(30) - Moment);
        await after.Commits.Of(early, saga => saga.Reminders == 1);
        (await after.Stored(ticket))!.Reminders.ShouldBe(0);

        clock.Advance(Moment);
        await after.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Fact]
    public async Task One_whose_time_passed_while_nothing_ran_comes_at_the_start()
    {
        var clock = new WatchedClock();
        Guid ticket;
        await using (var before = await Station.Start(Store, clock))
        {
            ticket = await before.Open();
            await before.Dispatch(new RemindMe(ticket, Delay));
        }

        clock.Advance(TimeSpan.FromDays(3));
        await using var after = await Station.Start(Store, clock);

        await after.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Fact]
    public async Task One_that_would_come_later_than_anybody_asks_for_comes_at_the_start()
    {
        var clock = new WatchedClock();
        Guid beyond,
            within;
        await using (var before = await Station.Start(Store, clock))
        {
            (beyond, within) = (await before.OpenAndWork(), await before.OpenAndWork());
            await before.Dispatch(new RemindMe(beyond, TimeSpan.FromDays(2)));
            await before.Dispatch(new RemindMe(within, TimeSpan.FromHours(1)));
        }

        await using var after = await Station.Start(Store, clock, options => options.LongestDelay = TimeSpan.FromDays(1));

        await after.Commits.Of(beyond, saga => saga.Reminders == 1);
        (await after.Stored(within))!.Reminders.ShouldBe(0);
    }

    [Fact]
    public async Task An_unscheduled_one_never_comes()
    {
        await using var station = await Station.Start(Store);
        var (later, ticket) = (await station.OpenAndWork(), await station.OpenAndWork());
        await station.Dispatch(new RemindMe(ticket, Delay));
        await station.Dispatch(new RemindMe(later, Delay + Moment));
        await station.Dispatch(new ForgetReminder(ticket));

        station.Clock.Advance(Delay + Moment);

        await station.Commits.Of(later, saga => saga.Reminders == 1);
        (await station.Stored(ticket))!.Reminders.ShouldBe(0);
        await station.UntilNothingIsInTheOutbox().Within();
    }

    [Fact]
    public async Task A_new_one_takes_the_place_of_the_old()
    {
        await using var station = await Station.Start(Store);
        var (fence, ticket) = (await station.Open(), await station.Open());
        await station.Dispatch(new RemindMe(ticket, Delay));
        await station.Dispatch(new RemindMe(ticket, Delay * 2));
        await station.Dispatch(new RemindMe(fence, Delay));

        station.Clock.Advance(Delay);
        await station.Commits.Of(fence, saga => saga.Reminders == 1);
        (await station.Stored(ticket))!.Reminders.ShouldBe(0);

        station.Clock.Advance(Delay);
        await station.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Fact]
    public async Task Consumers_schedule_too()
    {
        await using var station = await Station.Start(Store);
        station.Bench.Does = async work =>
        {
            if (work.Message.Text != "now")
                return;
            await work.SchedulePublish(Delay, new Work(work.Message.Ticket, "published later"));
            await work.ScheduleSend(new Uri("queue:work"), Delay, new Work(work.Message.Ticket, "sent later"));
        };
        await station.Publish(new Work(Guid.NewGuid(), "now"));
        await station.Commits.Seen.First(unit => unit.Message == nameof(Work));
        (await station.Outbox.CountRows(Ends)).ShouldBe(2);

        station.Clock.Advance(Delay);

        await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        string[] texts =
        [
            (await station.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text,
            (await station.Bench.Arrived.Reader.ReadAsync(Ends).Within()).Message.Text,
        ];
        texts.Order().ShouldBe(["published later", "sent later"]);
    }
}
