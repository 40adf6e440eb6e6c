using HandoffSaga.Durability.Postgres;
using HandoffSaga.Durability.Sqlite;
using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Configures what the engine runs, on which store and over which bus.</summary>
public sealed class DurabilityConfigurator
{
    private readonly List<SagaEndpoint> _sagas = [];
    private readonly List<ConsumerEndpoint> _consumers = [];
    private readonly List<InProcessOnly> _inProcessOnly = [];
    private readonly List<RawEndpoint> _rawEndpoints = [];
    private readonly List<RawExchange> _rawExchanges = [];

    internal DurabilityConfigurator() { }

    internal DurabilityOptions Settings { get; } = new();

    internal Func<DurabilityOptions, TimeProvider, IStore>? Store { get; set; }

    internal BusChoice? Bus { get; private set; }

    internal IReadOnlyList<SagaEndpoint> Sagas => _sagas;

    internal IReadOnlyList<ConsumerEndpoint> Consumers => _consumers;

    internal IReadOnlyList<InProcessOnly> OnlyInProcess => _inProcessOnly;

    internal IReadOnlyList<RawEndpoint> RawEndpoints => _rawEndpoints;

    internal IReadOnlyList<RawExchange> RawExchanges => _rawExchanges;

    /// <summary>A saga, reached over the bus at <paramref name="endpoint"/> and in process by <see cref="ISagaDispatcher"/>.</summary>
    /// <typeparam name="TMachine">Its state machine; a singleton, made by the container.</typeparam>
    /// <typeparam name="TSaga">Its state.</typeparam>
    /// <param name="endpoint">The queue's name.</param>
    /// <param name="table">The table of its rows.</param>
    public DurabilityConfigurator Saga<TMachine, TSaga>(string endpoint, SagaTable<TSaga> table)
        where TMachine : class, SagaStateMachine<TSaga>
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
    {
        _sagas.Add(new SagaEndpoint<TMachine, TSaga>(endpoint, table));
        return this;
    }

    /// <summary>
    /// An event that sagas accept only from <see cref="ISagaDispatcher"/>: it is not subscribed to on the bus, and dropped with a warning
    /// if it arrives there anyway.
    /// </summary>
    public DurabilityConfigurator InProcessOnly<TMessage>()
        where TMessage : class
    {
        _inProcessOnly.Add(new InProcessOnly<TMessage>());
        return this;
    }

    /// <summary>
    /// A consumer. It runs in a unit of work that is committed when it returns; when it throws, none of its messages are sent and the
    /// consumed message comes again.
    /// </summary>
    /// <param name="endpoint">The queue's name.</param>
    /// <param name="concurrency">How many messages it takes at once, at least 1.</param>
    public DurabilityConfigurator Consumer<TConsumer>(string endpoint, int concurrency)
        where TConsumer : class, IConsumer
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        _consumers.Add(new ConsumerEndpoint<TConsumer>(endpoint, concurrency));
        return this;
    }

    /// <summary>
    /// A queue whose messages are handled as raw bytes from any sender; needs <see cref="UseRabbitMq"/>. A delivery is acknowledged when
    /// its handler has returned, stays with the broker while the store is unavailable, and goes to <c>handoff.poison</c> when its handler
    /// throws for a reason that lies in the message.
    /// </summary>
    /// <typeparam name="THandler">The handler; a singleton, made by the container.</typeparam>
    /// <param name="queue">The queue's name. An exchange of the same name is bound to it, as everywhere on this bus.</param>
    /// <param name="concurrency">How many messages it takes at once, at least 1.</param>
    /// <param name="bindings">The exchanges it gets its messages from, besides the one of its own name.</param>
    public DurabilityConfigurator RawEndpoint<THandler>(string queue, int concurrency, params RawBinding[] bindings)
        where THandler : class, IRawMessageHandler
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        _rawEndpoints.Add(new RawEndpoint<THandler>(queue, concurrency, bindings));
        return this;
    }

    /// <summary>
    /// An exchange that <see cref="IRawPublisher"/> publishes to, declared by this program; needs <see cref="UseRabbitMq"/>.
    /// </summary>
    public DurabilityConfigurator RawExchange(RawExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        _rawExchanges.Add(exchange);
        return this;
    }

    /// <summary>Stores in one SQLite file, used by this process alone. Its schema must exist before the program starts.</summary>
    /// <param name="connectionString">As for Microsoft.Data.Sqlite, with a file as data source.</param>
    public DurabilityConfigurator UseSqlite(string connectionString)
    {
        Store = (options, clock) => new SqliteStore(connectionString, options, clock);
        return this;
    }

    /// <summary>
    /// Stores in a PostgreSQL database (15 or later), which any number of processes share. Its schema must exist before the program starts.
    /// If the server is unavailable at start-up, the program waits for it.
    /// </summary>
    /// <param name="connectionString">As for Npgsql. A connection pooler may run in session or transaction mode.</param>
    public DurabilityConfigurator UsePostgres(string connectionString)
    {
        Store = (options, _) => new PostgresStore(connectionString, options);
        return this;
    }

    /// <summary>Moves messages through queues in this process.</summary>
    public DurabilityConfigurator UseInMemoryBus()
    {
        Bus = new InMemoryBus(this);
        return this;
    }

    /// <summary>
    /// Moves messages over RabbitMQ, 3.10 or later, and adds the service <see cref="IRawPublisher"/>. Its queues are durable and have no
    /// delivery limit that could drop good messages.
    /// </summary>
    /// <exception cref="ArgumentException">There are no addresses, or they are not of one cluster.</exception>
    public DurabilityConfigurator UseRabbitMq(RabbitMqOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Bus = new RabbitMqBus(options, this);
        return this;
    }

    /// <summary>Changes the engine's settings.</summary>
    public DurabilityConfigurator Options(Action<DurabilityOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change(Settings);
        return this;
    }

    internal void Register(IBusRegistrationConfigurator bus)
    {
        bus.DisableUsageTelemetry();
        foreach (var saga in _sagas)
            saga.Register(bus);
        foreach (var consumer in _consumers)
            consumer.Register(bus);
        // Applies to the dispatchers' endpoints only; those of the bus are configured one by one.
        bus.AddConfigureEndpointsCallback(
            (context, name, endpoint) =>
            {
                endpoint.AddDeserializer(new ByReference());
                if (_consumers.Exists(consumer => consumer.Name == name))
                    ConsumerEndpoint.InUnitsOfWork(endpoint, context);
            }
        );
    }
}
