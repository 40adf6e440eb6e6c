using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HandoffSaga.Durability;

/// <summary>The program's one activity source and one meter, both named <c>HandoffSaga</c>.</summary>
public static class Telemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "HandoffSaga";

    /// <summary>
    /// Activities: <c>handoff.intake</c>, <c>handoff.commit</c> (the commit of a group of units), <c>handoff.unit</c> (one unit, from the
    /// end of its commit until its messages are sent), <c>handoff.send</c>, <c>handoff.deliver</c> (one attempt at a hub) and
    /// <c>handoff.reply</c>.
    /// </summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(Name);
}
