namespace HandoffSaga.Durability;

/// <summary>A serialized message going into or coming out of the outbox.</summary>
internal sealed class OutgoingMessage
{
    public required Guid MessageId { get; init; }

    /// <summary>The token <see cref="IUnitOfWork.Cancel"/> finds the row by: the scheduling token, or the one it is kept under.</summary>
    public Guid? Token { get; init; }

    public Guid? CorrelationId { get; init; }

    public required string Destination { get; init; }

    public required string ContentType { get; init; }

    public string? Headers { get; init; }

    public required byte[] Body { get; init; }

    public required string MessageType { get; init; }

    /// <summary>How long after the commit it is sent; zero is immediately.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Set when the row stays until it is cancelled, and is sent again each time this has passed.</summary>
    public TimeSpan? ResendAfter { get; init; }

    /// <summary>True when it was read from its row, and not just committed here.</summary>
    public bool IsFromOutbox { get; init; }

    /// <summary>
    /// True when there is room for it in memory: it is sent right after the commit. Otherwise its row is due at once, for the sweeper.
    /// </summary>
    public bool IsInFlight { get; set; }

    public bool IsScheduled => Delay > TimeSpan.Zero;

    /// <summary>How long after the commit its row is due.</summary>
    public TimeSpan DueIn(TimeSpan lease) =>
        IsScheduled ? Delay
        : IsInFlight ? ResendAfter ?? lease
        : TimeSpan.Zero;
}
