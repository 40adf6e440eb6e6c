using HandoffSaga.Messages;

namespace HandoffSaga.Hubs;

/// <summary>The command for one attempt, with its leg's connector.</summary>
internal readonly record struct AttemptCommand(Guid TransferKey, TransferRequest Request, IHubConnector Connector)
{
    /// <summary>How long after the delivery its receipt may come, where it comes apart from it.</summary>
    public TimeSpan? ReceiptDeadline => Connector.ReceiptDeadline;
}
