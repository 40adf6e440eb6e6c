namespace HandoffSaga.Durability;

/// <summary>A message in the outbox: scheduled, in flight, or kept until it is answered. Table <c>outbox</c>.</summary>
public sealed class OutboxRow
{
    /// <summary>The message's own id.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The token that cancels the row; null when it cannot be cancelled.</summary>
    public Guid? TokenId { get; set; }

    /// <summary>The message's correlation id.</summary>
    public Guid? CorrelationId { get; set; }

    /// <summary>The address it goes to.</summary>
    public string Destination { get; set; } = "";

    /// <summary>The media type of <see cref="Body"/>.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>Its headers as a JSON object; null when it has none.</summary>
    public string? Headers { get; set; }

    /// <summary>The serialized message.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>When it is sent, or sent again if its row still exists.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>False while it is scheduled for later, true once it was sent or may have been.</summary>
    public bool Released { get; set; }

    /// <summary>True when consuming it does not remove the row; only cancelling does.</summary>
    public bool Kept { get; set; }

    /// <summary>After how many milliseconds a kept message is sent again.</summary>
    public long? ResendAfterMs { get; set; }

    /// <summary>The name of its message type, for people.</summary>
    public string MessageType { get; set; } = "";
}
