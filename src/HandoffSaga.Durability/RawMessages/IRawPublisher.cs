namespace HandoffSaga.Durability;

/// <summary>
/// Publishes bytes with the caller's own AMQP properties: persistent, mandatory, and confirmed by the broker. It bypasses the outbox: only
/// the caller knows what was published.
/// </summary>
public interface IRawPublisher
{
    /// <summary>Publishes once and waits for the broker's confirm, at most 10 s. Broker failures are outcomes, never exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> requested it; it is then unknown whether the
    /// broker has it.</exception>
    Task<RawPublishOutcome> Publish(RawPublication publication, CancellationToken cancellationToken);
}

/// <summary>Bytes to publish to an exchange.</summary>
/// <param name="Exchange">The exchange, which must exist; empty for the default exchange, where <paramref name="RoutingKey"/> is a
/// queue.</param>
/// <param name="RoutingKey">The routing key; empty where the exchange needs none.</param>
/// <param name="Body">The body exactly as it is sent.</param>
public sealed record RawPublication(string Exchange, string RoutingKey, ReadOnlyMemory<byte> Body)
{
    /// <summary>The property <c>content_type</c>; <c>application/json</c> by default.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>The property <c>message_id</c>; any text.</summary>
    public string? MessageId { get; init; }

    /// <summary>The property <c>correlation_id</c>; any text.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The property <c>reply_to</c>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The property <c>type</c>.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// The headers. Values must be AMQP types: text, numbers, booleans, byte arrays. The client adds <c>x-dotnet-pub-seq-no</c>, which
    /// matches confirms to publishes.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>();
}

/// <summary>How a publish ended.</summary>
public enum RawPublishResult
{
    /// <summary>The broker has stored it in every queue it was routed to.</summary>
    Confirmed,

    /// <summary>No queue is bound for it: the broker returned it and stored nothing.</summary>
    Unroutable,

    /// <summary>
    /// The broker rejected it: no such exchange (404), no right to write there (403), a property it does not accept (406). It stored
    /// nothing.
    /// </summary>
    Rejected,

    /// <summary>
    /// The broker received it and could not store it (a full queue, an internal error). It may be in some of the queues, but not in all.
    /// </summary>
    NotTaken,

    /// <summary>The broker could not be reached: nothing was sent.</summary>
    Unavailable,

    /// <summary>
    /// It was sent and no answer came, because the connection broke or the broker was too slow: it may have arrived or not.
    /// </summary>
    Unconfirmed,
}

/// <summary>How a publish ended, and why.</summary>
/// <param name="Result">The outcome.</param>
/// <param name="Detail">One line for people, such as the broker's error text; null when confirmed.</param>
public sealed record RawPublishOutcome(RawPublishResult Result, string? Detail)
{
    /// <summary>Whether the broker has it.</summary>
    public bool IsConfirmed => Result == RawPublishResult.Confirmed;
}
