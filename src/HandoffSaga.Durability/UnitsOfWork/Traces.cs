using System.Diagnostics;

namespace HandoffSaga.Durability;

/// <summary>
/// The engine's activities. Their tags are set before they start, so that a listener can sample by them; without a listener they cost a
/// null check.
/// </summary>
internal static class Traces
{
    private const string MessageTag = "handoff.message";

    public static Activity? Start(string name, string message, string? traceParent = null)
    {
        if (!Telemetry.Source.HasListeners())
            return null;
        ActivityContext.TryParse(traceParent, null, out var parent);
        return Telemetry.Source.CreateActivity(name, ActivityKind.Internal, parent)?.SetTag(MessageTag, message).Start();
    }

    /// <summary>One activity for a whole group, which names the message of each of its members.</summary>
    public static Activity? Start<T>(string name, IReadOnlyCollection<T> group, Func<T, string> message) =>
        Telemetry.Source.HasListeners() ? Start(name, string.Join(',', group.Select(message))) : null;

    /// <summary>An activity without duration: a point in time.</summary>
    public static void Mark(string name, string message) => Start(name, message)?.Stop();
}
