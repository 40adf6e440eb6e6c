using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Sqlite;

namespace HandoffSaga.Specs.Durability.Sqlite;

/// <summary>Waits last as long as was asked for, whatever somebody does to the machine's clock.</summary>
public sealed class When_the_clock_is_set : DurabilitySuite
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    public When_the_clock_is_set()
        : base(new SqliteUnderTest()) { }

    public static TheoryData<TimeSpan> Jumps => [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(9000)];

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Back_a_message_comes_after_its_delay_and_not_before(TimeSpan jump)
    {
        await using var station = await Station.Start(Store);
        var (early, ticket) = (await station.OpenAndWork(), await station.OpenAndWork());
        await station.Dispatch(new RemindMe(ticket, Delay));
        await station.Dispatch(new RemindMe(early, Delay - Moment));

        station.Clock.Set(-jump);

        station.Clock.Advance(Delay - Moment);
        await station.Commits.Of(early, saga => saga.Reminders == 1);
        (await station.Stored(ticket))!.Reminders.ShouldBe(0);
        station.Clock.Advance(Moment);
        await station.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Forward_and_back_a_message_comes_after_its_delay(TimeSpan jump)
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.OpenAndWork();
        station.Clock.Set(jump);
        await station.Noticed(jump);
        await station.Dispatch(new RemindMe(ticket, Delay));

        station.Clock.Set(-jump);
        station.Clock.Advance(Delay);

        await station.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Back_a_restart_lengthens_no_wait(TimeSpan jump)
    {
        var clock = new WatchedClock();
        Guid ticket;
        await using (var before = await Station.Start(Store, clock))
        {
            ticket = await before.OpenAndWork();
            await before.Dispatch(new RemindMe(ticket, Delay * 2));
            clock.Set(-jump);
            await before.Noticed(-jump);
        }

        await using var after = await Station.Start(Store, clock);
        clock.Advance(Delay * 2);

        await after.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Fact]
    public async Task Back_while_nothing_ran_no_message_waits_longer_than_anybody_asks_for()
    {
        var clock = new WatchedClock();
        Guid ticket;
        await using (var before = await Station.Start(Store, clock))
        {
            ticket = await before.OpenAndWork();
            await before.Dispatch(new RemindMe(ticket, Delay));
        }

        clock.Set(-TimeSpan.FromDays(1));
        await using var after = await Station.Start(Store, clock, options => options.LongestDelay = TimeSpan.FromHours(1));

        await after.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Fact]
    public async Task Forward_what_has_become_due_is_sent()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.OpenAndWork();
        await station.Dispatch(new RemindMe(ticket, TimeSpan.FromHours(2)));

        station.Clock.Set(TimeSpan.FromHours(3));
        await station.Noticed(TimeSpan.FromHours(3));

        await station.Commits.Of(ticket, saga => saga.Reminders == 1);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Back_the_message_of_a_failed_consumer_comes_again_after_its_lease(TimeSpan jump)
    {
        await using var station = await Station.Start(Store);
        var failed = 0;
        station.Bench.Does = _ => failed++ == 0 ? throw new InvalidDataException("the first time") : Task.CompletedTask;
        var ticket = await station.Open();
        var first = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == first.MessageId);

        station.Clock.Set(-jump);
        station.Clock.Advance(new DurabilityOptions().Lease);

        (await station.Bench.Arrived.Reader.ReadAsync(Ends).Within()).MessageId.ShouldBe(first.MessageId);
        await station.UntilNothingIsInTheOutbox();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_message_in_flight_is_not_sent_twice(int days)
    {
        var jump = TimeSpan.FromDays(days);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ends = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var station = await Station.Start(
            Store,
            before: of =>
                of.Bench.Does = _ =>
                {
                    taken.TrySetResult();
                    return ends.Task;
                }
        );
        await station.Open();
        await taken.Task.WaitAsync(Ends);

        station.Clock.Set(jump);
        await station.Noticed(jump);
        ends.SetResult();

        await station.UntilNothingIsInTheOutbox();
        await station.Bench.Arrived.Reader.ReadAsync(Ends);
        station.Bench.Arrived.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Each_change_is_reported_once_and_with_its_size()
    {
        await using var station = await Station.Start(Store);
        station.Clock.Set(-TimeSpan.FromHours(1));
        await station.Noticed(-TimeSpan.FromHours(1));
        station.Clock.Advance(TimeSpan.FromMinutes(5));

        station.Clock.Set(TimeSpan.FromMinutes(10));
        await station.Noticed(TimeSpan.FromMinutes(10));

        station.ClockChanges.All.ShouldBe([-TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)]);
    }

    [Fact]
    public void Again_while_the_store_follows_the_second_change_is_followed_next()
    {
        var clock = new SettableClock(DateTimeOffset.UnixEpoch.AddYears(60));
        var due = new DueClock(clock);
        clock.Set(TimeSpan.FromHours(-1));
        var first = due.Change;
        clock.Set(TimeSpan.FromHours(-2));

        due.Follow(first);

        due.Change.ShouldBe(TimeSpan.FromHours(-2));
        due.Now.ShouldBe(DateTimeOffset.UnixEpoch.AddYears(60).AddHours(-1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task By_a_second_nobody_is_alerted()
    {
        await using var station = await Station.Start(Store);
        station.Clock.Set(TimeSpan.FromSeconds(-1));
        station.Clock.Advance(TimeSpan.FromMinutes(5));

        station.Clock.Set(-TimeSpan.FromHours(1));
        await station.Noticed(-TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));

        station.ClockChanges.All.ShouldHaveSingleItem();
    }
}
