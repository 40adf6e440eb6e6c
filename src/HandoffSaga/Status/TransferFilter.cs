using HandoffSaga.Legs;

namespace HandoffSaga.Status;

/// <summary>The filter of a list. Null members are ignored; all others must match.</summary>
internal sealed record TransferFilter
{
    public static readonly TransferFilter None = new();

    /// <summary>One of <see cref="OverallStatus.Vocabulary"/>.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// The leg that <see cref="LegStatus"/>, <see cref="Error"/> and <see cref="AttemptsMin"/> apply to; null for either.
    /// </summary>
    public Destination? Leg { get; init; }

    /// <summary>One of <see cref="LegStatusNames.All"/>.</summary>
    public string? LegStatus { get; init; }

    /// <summary>Part of the leg's last error; case-sensitive.</summary>
    public string? Error { get; init; }

    public int? AttemptsMin { get; init; }
    public string? ClientpoId { get; init; }
    public string? PartId { get; init; }
    public string? PartNumber { get; init; }

    /// <summary>The station the next-node leg goes to.</summary>
    public string? Station { get; init; }

    public string? TestId { get; init; }

    /// <summary>Received at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
