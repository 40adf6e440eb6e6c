namespace HandoffSaga.Hubs;

/// <summary>One protocol toward one hub. A connector never decides what a failure means for the leg; it reports what happened.</summary>
internal interface IHubConnector
{
    /// <summary>
    /// Delivers once. Expected failures are outcomes; only <see cref="OperationCanceledException"/> for
    /// <paramref name="cancellationToken"/> is thrown.
    /// </summary>
    Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>
    /// How long after a delivery its receipt may come, where the two come apart; null where the answer to the delivery is all there is.
    /// </summary>
    TimeSpan? ReceiptDeadline => null;
}
