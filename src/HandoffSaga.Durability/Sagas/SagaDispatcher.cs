using System.Collections.Frozen;
using System.Runtime.ExceptionServices;
using MassTransit;
using MassTransit.Transports;

namespace HandoffSaga.Durability;

/// <summary>Runs sagas in process: a second copy of each saga's endpoint pipeline, without a queue in front of it.</summary>
internal sealed class SagaDispatcher : ISagaDispatcher
{
    private static readonly Dictionary<string, object> ByReferenceHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Type"] = ByReference.Type,
    };

    private readonly Lazy<FrozenDictionary<Type, IReceiveEndpointDispatcher>> _receivers;

    public SagaDispatcher(IReceiveEndpointDispatcherFactory factory, IEnumerable<SagaEndpoint> sagas, IServiceProvider services) =>
        _receivers = new(() =>
            sagas
                .SelectMany(saga => saga.Events(services), (saga, message) => (message, receiver: saga.CreateReceiver(factory)))
                .ToFrozenDictionary(entry => entry.message, entry => entry.receiver)
        );

    public Task Dispatch<T>(T message, CancellationToken cancellationToken, params object[] payloads)
        where T : class =>
        _receivers.Value.TryGetValue(typeof(T), out var receiver)
            ? Dispatch(receiver, [new DispatchedMessage(message), .. payloads], cancellationToken)
            : throw new ArgumentException($"No saga takes {typeof(T).Name}.", nameof(message));

    private static async Task Dispatch(IReceiveEndpointDispatcher receiver, object[] payloads, CancellationToken cancellationToken)
    {
        try
        {
            await receiver.Dispatch([], ByReferenceHeaders, cancellationToken, payloads);
        }
        catch (EventExecutionException wrapped) when (wrapped.InnerException is { } thrown)
        {
            // The caller knows its saga's exceptions, not MassTransit's wrapping of them.
            ExceptionDispatchInfo.Throw(thrown);
        }
    }
}
