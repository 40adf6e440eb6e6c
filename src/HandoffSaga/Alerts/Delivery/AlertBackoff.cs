namespace HandoffSaga.Alerts.Delivery;

/// <summary>How long an address that did not take an alert is left alone. There is no last try: an alert is not lost.</summary>
internal static class AlertBackoff
{
    /// <param name="attempt">The try that failed, 1 or more.</param>
    public static TimeSpan After(int attempt) => attempt switch
    {
        <= 1 => TimeSpan.FromSeconds(5),
        2 => TimeSpan.FromSeconds(30),
        3 => TimeSpan.FromMinutes(2),
        _ => TimeSpan.FromMinutes(10),
    };
}
