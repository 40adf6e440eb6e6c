namespace HandoffSaga.Messages;

/// <summary>The values of <see cref="TransferAlert.Severity"/>.</summary>
public static class AlertSeverities
{
    /// <summary>Good to know.</summary>
    public const string Info = "info";

    /// <summary>Someone should look at it.</summary>
    public const string Warning = "warning";

    /// <summary>Something does not move until someone acts.</summary>
    public const string High = "high";
}
