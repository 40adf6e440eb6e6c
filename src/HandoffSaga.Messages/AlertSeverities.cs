namespace HandoffSaga.Messages;

/// <summary>The values of <see cref="TransferAlert.Severity"/>.</summary>
public static class AlertSeverities
{
    /// <summary>For information.</summary>
    public const string Info = "info";

    /// <summary>Someone should look at it.</summary>
    public const string Warning = "warning";

    /// <summary>Something is blocked until someone acts.</summary>
    public const string High = "high";
}
