using MassTransit;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;

namespace HandoffSaga.Durability;

/// <summary>A unit of work with a way to publish into it.</summary>
internal sealed class UnitOfWorkSession(UnitOfWork unit, IMessageRoutes routes, IPublishEndpointProvider bus, IServiceProvider services)
    : IUnitOfWorkSession
{
    private PublishEndpoint? _endpoint;

    public void Add(Row row) => unit.Add(row);

    public void Cancel(Guid token) => unit.Cancel(token);

    public void Announce(RawPublication publication) => unit.Announce(publication);

    public Task Publish<T>(T message, CancellationToken cancellationToken)
        where T : class => Endpoint.Publish(message, cancellationToken);

    public Task Schedule<T>(T message, TimeSpan delay, Guid token, CancellationToken cancellationToken)
        where T : class =>
        Endpoint.Publish(
            message,
            Pipe.Execute<PublishContext<T>>(send => (send.Delay, send.ScheduledMessageId) = (delay, token)),
            cancellationToken
        );

    private PublishEndpoint Endpoint =>
        _endpoint ??= new PublishEndpoint(new OutboxPublishEndpointProvider(new MessageCapture(unit, routes, services), bus));
}
