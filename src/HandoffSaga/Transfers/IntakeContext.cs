using HandoffSaga.Authorization;
using HandoffSaga.Rejections;

namespace HandoffSaga.Transfers;

/// <summary>
/// Travels with a signoff from the intake to the saga, and returns the saga's answer. Only the intake creates it, and the saga accepts no
/// signoff without it, so that no message on the bus can authorize a transfer.
/// </summary>
/// <param name="Authorized">The signoff and the results of its checks.</param>
/// <param name="Source">Its entrance: <c>http</c>, <c>file</c>, <c>queue</c>.</param>
/// <param name="Received">The bytes as they came, for the record of a rejection.</param>
internal sealed record IntakeContext(AuthorizedSignoff Authorized, string Source, ReadOnlyMemory<byte> Received)
{
    /// <summary>The saga's verdict; null until its unit of work ran. A repeated run after a conflict overwrites it.</summary>
    public IntakeVerdict? Verdict { get; set; }

    /// <summary>The rejection for a conflict; only one, even if the saga runs several times.</summary>
    public Rejection? Rejection { get; set; }
}

/// <summary>The saga's verdict on a signoff.</summary>
internal enum IntakeVerdict
{
    Accepted,
    Duplicate,
    Conflict,
}
