namespace HandoffSaga.Durability;

/// <summary>Finds out what is to be on the broker, from what was registered.</summary>
internal sealed class BrokerPlanning(
    DurabilityConfigurator durability,
    BrokerTopology published,
    BrokerRoutes routes,
    IServiceProvider services
)
{
    private const string ExchangeScheme = "exchange:";

    public BrokerPlan Plan() =>
        new(
            [.. Exchanges(), .. Queues(), .. Bindings()],
            [
                .. published
                    .All.Where(exchange => exchange.Queue is not null)
                    .Select(of => of.Name)
                    .Concat(Types.Select(type => type.Exchange))
                    .Distinct(),
            ]
        );

    private IEnumerable<string> Endpoints =>
        [
            .. durability.Sagas.Select(saga => saga.Name),
            .. durability.Consumers.Select(consumer => consumer.Name),
            .. durability.RawEndpoints.Select(raw => raw.Queue),
        ];

    private IEnumerable<(string Exchange, string Endpoint)> Types =>
        durability
            .Sagas.SelectMany(saga =>
                saga.Events(services)
                    .Where(type => durability.OnlyInProcess.All(barred => barred.Type != type))
                    .Select(type => (Of(type), saga.Name))
            )
            .Concat(durability.Consumers.SelectMany(consumer => consumer.Messages.Select(type => (Of(type), consumer.Name))));

    private IEnumerable<BrokerObject> Exchanges() =>
        published
            .All.Select(exchange => new BrokerObject.Exchange(exchange.Name, exchange.Type, IsNeeded: exchange.Queue is not null))
            .Concat(Endpoints.Select(endpoint => new BrokerObject.Exchange(endpoint, RawExchangeType.Fanout, IsNeeded: true)))
            .Concat(
                durability.RawEndpoints.SelectMany(raw =>
                    raw.Bindings.Select(binding => new BrokerObject.Exchange(binding.Exchange, binding.Type, IsNeeded: true))
                )
            )
            .Concat(Types.Select(type => new BrokerObject.Exchange(type.Exchange, RawExchangeType.Fanout, IsNeeded: true)))
            .DistinctBy(exchange => exchange.Name);

    private IEnumerable<BrokerObject> Queues() =>
        published
            .All.Where(exchange => exchange.Queue is not null)
            .Select(exchange => new BrokerObject.Queue(exchange.Queue!, IsOurs: false))
            .Concat(Endpoints.Select(endpoint => new BrokerObject.Queue(endpoint, IsOurs: true)))
            .DistinctBy(queue => queue.Name);

    private IEnumerable<BrokerObject> Bindings() =>
        published
            .All.Where(exchange => exchange.Queue is not null)
            .Select(exchange => new BrokerObject.Binding(exchange.Name, exchange.Queue!, ToQueue: true, exchange.RoutingKey))
            .Concat(Endpoints.Select(endpoint => new BrokerObject.Binding(endpoint, endpoint, ToQueue: true, "")))
            .Concat(
                durability.RawEndpoints.SelectMany(raw =>
                    raw.Bindings.Where(binding => binding.Exchange != raw.Queue)
                        .Select(binding => new BrokerObject.Binding(binding.Exchange, raw.Queue, ToQueue: false, binding.RoutingKey))
                )
            )
            .Concat(Types.Select(type => new BrokerObject.Binding(type.Exchange, type.Endpoint, ToQueue: false, "")));

    private string Of(Type message) => routes.Published(message).OriginalString[ExchangeScheme.Length..];
}
