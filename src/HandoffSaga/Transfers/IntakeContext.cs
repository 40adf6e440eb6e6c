using HandoffSaga.Authorization;
using HandoffSaga.Rejections;

namespace HandoffSaga.Transfers;

/// <summary>
/// Rides along with a signoff from the door to the saga and brings the saga's answer back. Only the door makes tickets, and the saga takes
/// no signoff without one: nothing on the bus can stand in for it.
/// </summary>
/// <param name="Authorized">The signoff and what was checked about it.</param>
/// <param name="Source">Where it came in: <c>http</c>, <c>file</c>, <c>queue</c>.</param>
/// <param name="Received">The bytes as they came, for the record of a rejection.</param>
internal sealed record IntakeContext(AuthorizedSignoff Authorized, string Source, ReadOnlyMemory<byte> Received)
{
    /// <summary>What the saga made of it; null until its unit of work ran. A run that is repeated after a conflict overwrites it.</summary>
    public IntakeVerdict? Verdict { get; set; }

    /// <summary>The rejection a conflict is; one only, however often the saga has to run.</summary>
    public Rejection? Rejection { get; set; }
}

/// <summary>What the saga made of a signoff.</summary>
internal enum IntakeVerdict
{
    Accepted,
    Duplicate,
    Conflict,
}
