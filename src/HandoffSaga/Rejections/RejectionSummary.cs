using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandoffSaga.Rejections;

/// <summary>
/// The rejections of one minute that are reported together. Each of them stores the summary so far in its row, so that the last row is
/// complete even if others were deleted.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="FirstAt">When the first of them came.</param>
/// <param name="LastAt">When the last of them came.</param>
/// <param name="Reasons">How many for each reason.</param>
internal sealed record RejectionSummary(
    long Count,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    ImmutableSortedDictionary<string, long> Reasons
)
{
    private static readonly ImmutableSortedDictionary<string, long> NoReasons = ImmutableSortedDictionary.Create<string, long>(
        StringComparer.Ordinal
    );

    /// <summary>
    /// The id of the first rejection, which is also the id of the summary's ledger entry. As long as that entry is missing, the summary is
    /// unreported.
    /// </summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    /// <summary>An empty summary.</summary>
    public static RejectionSummary Begin(Guid id, DateTimeOffset at) => new(0, at, at, NoReasons) { Id = id };

    /// <summary>The summary with one more rejection.</summary>
    public RejectionSummary With(string reason, DateTimeOffset at) =>
        this with
        {
            Count = Count + 1,
            LastAt = at,
            Reasons = Reasons.SetItem(reason, Reasons.GetValueOrDefault(reason) + 1),
        };

    public string ToJson() => JsonSerializer.Serialize(this, RejectionSummaryJson.Default.RejectionSummary);

    public static RejectionSummary Parse(Guid id, string json) =>
        JsonSerializer.Deserialize(json, RejectionSummaryJson.Default.RejectionSummary)! with
        {
            Id = id,
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RejectionSummary))]
internal sealed partial class RejectionSummaryJson : JsonSerializerContext;
