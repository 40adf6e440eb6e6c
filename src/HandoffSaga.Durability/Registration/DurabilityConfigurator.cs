using HandoffSaga.Durability.Postgres;
using HandoffSaga.Durability.Sqlite;
using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>What the engine runs, on which store and over which bus.</summary>
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
    /// <param name="table">Where its rows stand.</param>
    public DurabilityConfigurator Saga<TMachine, TSaga>(string endpoint, SagaTable<TSaga> table)
        where TMachine : class, SagaStateMachine<TSaga>
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
    {
        _sagas.Add(new SagaEndpoint<TMachine, TSaga>(endpoint, table));
        return this;
    }

    /// <summary>
    /// An event that sagas take from <see cref="ISagaDispatcher"/> only: over the bus it is not subscribed to, and dropped with a warning
    /// if it comes all the same.
    /// </summary>
    public DurabilityConfigurator InProcessOnly<TMessage>()
        where TMessage : class
    {
        _inProcessOnly.Add(new InProcessOnly<TMessage>());
        return this;
    }

    /// <summary>
    /// A consumer. It runs in a unit of work that is committed when it returns; when it throws, nothing it sent leaves and its message
    /// comes again.
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
    /// A queue whose messages are handled as the bytes they came as, whoever sent them; needs <see cref="UseRabbitMq"/>. A delivery is
    /// acknowledged when its handler has returned, stays with the broker while the store is away, and goes to <c>handoff.poison</c> when
    /// its handler throws.
    /// </summary>
    /// <typeparam name="THandler">What handles them; a singleton, made by the container.</typeparam>
    /// <param name="queue">The queue's name. An exchange of the same name stands before it, as everywhere on this bus.</param>
    /// <param name="concurrency">How many messages it takes at once, at least 1.</param>
    /// <param name="bindings">The exchanges it gets its messages from, beside the one of its own name.</param>
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

    /// <summary>
    /// Stores in one SQLite file, which belongs to this process alone. Its schema must be there before the program starts.
    /// </summary>
    /// <param name="connectionString">As for Microsoft.Data.Sqlite, with a file as data source.</param>
    public DurabilityConfigurator UseSqlite(string connectionString)
    {
        Store = (options, clock) => new SqliteStore(connectionString, options, clock);
        return this;
    }

    /// <summary>
    /// Stores in a PostgreSQL database (15 or later), which any number of processes share. Its schema must be there before the program
    /// starts. A server that is away at the start is waited for.
    /// </summary>
    /// <param name="connectionString">As for Npgsql. A pooler in between must keep sessions.</param>
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
    /// <exception cref="ArgumentException">The addresses are none, or not of one cluster.</exception>
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
        // Reaches the dispatchers' endpoints only; those of the bus are configured one by one.
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
