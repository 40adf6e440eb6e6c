namespace HandoffSaga.Rejections;

/// <summary>The rejections of a flood that are told together.</summary>
/// <param name="Count">How many.</param>
/// <param name="FirstAt">When the first of them came.</param>
/// <param name="LastAt">When the last of them came.</param>
/// <param name="LastId">The last one's id.</param>
/// <param name="ByReason">How many for each reason.</param>
internal sealed record RejectionSummary(long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, Guid LastId, IReadOnlyDictionary<string, long> ByReason)
{
    public static RejectionSummary Of(Rejection rejection) => Of(rejection.Id, rejection.Reason, rejection.At);

    public static RejectionSummary Of(Guid id, string reason, DateTimeOffset at) => new(1, at, at, id, new Dictionary<string, long> { [reason] = 1 });

    /// <summary>Both together, <paramref name="later"/> being the later one.</summary>
    public RejectionSummary And(RejectionSummary later) => new(
        Count + later.Count,
        FirstAt,
        later.LastAt,
        later.LastId,
        ByReason.Concat(later.ByReason).GroupBy(part => part.Key).ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Value)));
}
