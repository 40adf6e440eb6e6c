using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandoffSaga.Rejections;

/// <summary>
/// The rejections of a flood's minute that are told together. Every one of them has it in its row as it was then, so that the last row says
/// all of it, whichever of the others were dropped since.
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
    /// The first one's id, which is the id of the ledger entry that tells all of them: as long as there is no such entry, they are not
    /// told.
    /// </summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    /// <summary>Of none yet.</summary>
    public static RejectionSummary Begin(Guid id, DateTimeOffset at) => new(0, at, at, NoReasons) { Id = id };

    /// <summary>With one more.</summary>
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
