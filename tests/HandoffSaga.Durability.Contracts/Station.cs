using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability.Contracts;

/// <summary>A program on the engine: the ticket saga, two consumers, the store under test.</summary>
internal sealed class Station : IAsyncDisposable
{
    public const string TicketEndpoint = "tickets";
    private readonly IHost _host;
    private readonly StoreUnderTest _store;
    private bool _crashed;

    private Station(IHost host, StoreUnderTest store)
    {
        _host = host;
        _store = store;
    }

    public Workbench Bench { get; } = new();

    public Commits Commits { get; } = new();

    public Deliveries Deliveries { get; } = new();

    private readonly ClockSightings _clockChanges = new();

    public Sightings<TimeSpan> ClockChanges => _clockChanges.Seen;

    public required WatchedClock Clock { get; init; }

    public IServiceProvider Services => _host.Services;

    public ISagaDispatcher Sagas => Services.GetRequiredService<ISagaDispatcher>();

    public IUnitsOfWork Units => Services.GetRequiredService<IUnitsOfWork>();

    public IOutboxState Outbox => Services.GetRequiredService<IOutboxState>();

    /// <summary>A row goes when its message is consumed and the broker has said that it has it; the second may come last.</summary>
    public async Task UntilNothingIsInTheOutbox()
    {
        while (await Outbox.CountRows(TestContext.Current.CancellationToken) > 0)
        {
            await Task.Yield();
        }
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public static async Task<Station> Start(
        StoreUnderTest store,
        WatchedClock? clock = null,
        Action<DurabilityOptions>? options = null,
        Action<Station>? before = null,
        bool start = true
    )
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        Station station = null!;
        clock ??= new WatchedClock();
        clock.Moves = store.TimeIs;
        store.TimeIs(clock.GetUtcNow());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(_ => station.Bench);
        builder.Services.AddSingleton<ICommitObserver>(_ => station.Commits);
        builder.Services.AddSingleton<IClockObserver>(_ => station._clockChanges);
        builder.Services.AddSingleton<MassTransit.IReceiveObserver>(_ => station.Deliveries);
        builder.Services.AddDurability(durability =>
        {
            durability
                .Saga<TicketMachine, Ticket>(TicketEndpoint, new TicketTable())
                .InProcessOnly<OpenTicket>()
                .Consumer<Worker>("work", concurrency: 16)
                .Consumer<Librarian>("questions", concurrency: 4)
                .Consumer<Porter>("gate", concurrency: 1)
                .Options(settings => options?.Invoke(settings));
            store.Use(durability);
            store.UseBus(durability);
        });
        station = new Station(builder.Build(), store) { Clock = clock };
        before?.Invoke(station);
        if (start)
            await station.Run();
        return station;
    }

    public async Task Run()
    {
        await _host.StartAsync(Ends).Within();
        await Services.GetRequiredService<BusReadiness>().Ready(Ends).Within();
    }

    public Task Dispatch<T>(T message, params object[] enclosed)
        where T : class => Sagas.Dispatch(message, Ends, enclosed).Within();

    public async Task<Guid> Open()
    {
        var ticket = Guid.NewGuid();
        await Dispatch(new OpenTicket(ticket));
        return ticket;
    }

    /// <summary>Opens a ticket and waits until the work that follows from it has left the outbox.</summary>
    public async Task<Guid> OpenAndWork()
    {
        var ticket = await Open();
        var work = await Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await Deliveries.Ended.First(id => id == work.MessageId);
        return ticket;
    }

    public Task Publish<T>(params T[] messages)
        where T : class =>
        Units
            .Run(
                async unit =>
                {
                    foreach (var message in messages)
                        await unit.Publish(message, Ends);
                },
                Ends
            )
            .Within();

    /// <summary>Wakes the sweeper, which notices the change of the clock; it wakes by itself every minute.</summary>
    public async Task Noticed(TimeSpan by)
    {
        Services.GetRequiredService<SweepAlarm>().Ring();
        await ClockChanges.First(seen => seen == by);
    }

    public async Task<Ticket?> Stored(Guid ticket) =>
        await Services.GetRequiredService<MassTransit.ILoadSagaRepository<Ticket>>().Load(ticket).Within();

    /// <summary>The end of the process, as the database sees it.</summary>
    public void Crash()
    {
        _crashed = true;
        _store.Crash();
    }

    public Task Stop() => _host.StopAsync(CancellationToken.None).Within();

    public async ValueTask DisposeAsync()
    {
        // What a crashed station still holds could never end: it stays behind, as the rest of a dead process does.
        if (_crashed)
            return;
        await Stop();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
