namespace HandoffSaga.Durability;

/// <summary>
/// Publishes bytes with AMQP properties of the caller's own: persistent, mandatory, and confirmed by the broker. Beside the outbox: what is
/// published here is on nobody's record but the caller's.
/// </summary>
public interface IRawPublisher
{
    /// <summary>
    /// Publishes once and waits for the broker's word, at most 10 s. What can go wrong with a broker is an outcome, never an exception.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> asked for it; whether the broker has the delivery
    /// is not known then.</exception>
    Task<RawPublishOutcome> Publish(RawPublication delivery, CancellationToken cancellationToken);
}

/// <summary>Bytes on their way to an exchange.</summary>
/// <param name="Exchange">The exchange, which must be there; empty for the default exchange, where <paramref name="RoutingKey"/> is a
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
    /// The headers. Values as AMQP knows them: text, numbers, booleans, byte arrays. The client adds <c>x-dotnet-pub-seq-no</c>, which
    /// tells confirms apart.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>();
}

/// <summary>How a publish ended.</summary>
public enum RawPublishResult
{
    /// <summary>The broker has taken it, in every queue it was routed to.</summary>
    Confirmed,

    /// <summary>No queue wanted it: the broker gave it back and has nothing of it.</summary>
    Unroutable,

    /// <summary>
    /// The broker does not let it in: no such exchange (404), no right to write there (403), a property it does not accept (406). It has
    /// nothing of it.
    /// </summary>
    Rejected,

    /// <summary>
    /// The broker took it and could not keep it (a full queue, an error of its own). It is not in all queues, perhaps in some.
    /// </summary>
    NotTaken,

    /// <summary>The broker could not be reached: nothing was sent.</summary>
    Unavailable,

    /// <summary>
    /// It was sent and no word came back, because the connection broke or the broker was too slow: it may have arrived or not.
    /// </summary>
    Unconfirmed,
}

/// <summary>How a publish ended, and why.</summary>
/// <param name="Result">What is known.</param>
/// <param name="Detail">One line for people, such as the broker's own words; null when confirmed.</param>
public sealed record RawPublishOutcome(RawPublishResult Result, string? Detail)
{
    /// <summary>Whether the broker has it.</summary>
    public bool IsConfirmed => Result == RawPublishResult.Confirmed;
}
