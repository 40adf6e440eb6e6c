namespace HandoffSaga.Durability.Contracts;

public abstract class When_the_store_is_unavailable(StoreUnderTest store) : DurabilitySuite(store)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_dispatch_waits_until_it_is_back()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        var opened = await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await station.Deliveries.Ended.First(id => id == opened.MessageId);

        Task dispatched;
        await using (await Store.TakeAway())
        {
            dispatched = station.Dispatch(new AddOne(ticket));
            await Waiting(station);
            dispatched.IsCompleted.ShouldBeFalse();
        }

        station.Clock.Advance(LongestPause);
        await dispatched;
        (await station.Stored(ticket))!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_does_not_want_to_wait_any_more_hears_why()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Ends);

        await using (await Store.TakeAway())
        {
            var dispatched = station.Sagas.Dispatch(new AddOne(ticket), impatient.Token);
            var ran = station.Units.Run(unit => unit.Publish(new Work(ticket, "waits"), Ends), impatient.Token);
            await Waiting(station);
            await impatient.CancelAsync();

            await Should.ThrowAsync<StoreUnavailableException>(() => dispatched.Within());
            await Should.ThrowAsync<StoreUnavailableException>(() => ran.Within());
        }

        (await station.Stored(ticket))!.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_delivery_waits_and_is_not_lost()
    {
        await using var station = await Station.Start(Store);
        var away = new TaskCompletionSource<IAsyncDisposable>();
        station.Bench.Does = async work =>
        {
            away.TrySetResult(await Store.TakeAway());
            await work.Publish(new WorkDone(work.Message.Ticket));
        };

        var ticket = await station.Open();
        await using (await away.Task.Within())
            await Waiting(station);

        station.Clock.Advance(LongestPause);
        await station.Commits.Of(ticket, saga => saga.Count == 1);
        station.Bench.Arrived.Reader.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_program_can_be_stopped_all_the_same()
    {
        await using var station = await Station.Start(Store);
        var ticket = Guid.NewGuid();
        var away = new TaskCompletionSource<IAsyncDisposable>();
        station.Bench.Does = async _ => away.TrySetResult(await Store.TakeAway());
        await station.Publish(new Work(ticket, "still there at the next start"));

        await using (await away.Task.Within())
        {
            await Waiting(station);
            await station.Stop();
        }

        (await Store.Count("outbox")).ShouldBe(1);
    }

    /// <summary>Somebody has found the store away, and waits to ask again.</summary>
    private static Task<TimeSpan> Waiting(Station station) => station.Clock.Waits.First(wait => wait == TimeSpan.FromMilliseconds(100));
}
