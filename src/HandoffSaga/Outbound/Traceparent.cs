using System.Diagnostics;

namespace HandoffSaga.Outbound;

/// <summary>The <c>traceparent</c> field (W3C Trace Context).</summary>
internal static class Traceparent
{
    /// <summary>
    /// The current activity's; a new, unsampled trace when there is no listener, so that a hub can always distinguish exchanges.
    /// </summary>
    public static string Current() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
            ? id
            : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
}
