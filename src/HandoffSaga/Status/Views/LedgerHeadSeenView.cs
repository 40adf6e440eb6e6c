using System.ComponentModel;
using System.Text.Json;

namespace HandoffSaga.Status.Views;

/// <summary>A checkpoint of the ledger that a hub has seen.</summary>
internal sealed record LedgerHeadSeenView
{
    [AllowedTerms(Vocabularies.LedgerHeadStanding)]
    public required string Standing { get; init; }

    [Description("True: the receipt's signature was verified by the hub's key, which proves it. False: a claim.")]
    public required bool Signed { get; init; }

    [Description("The ledger's name in the receipt; null when the member was malformed.")]
    public required string? LedgerOrigin { get; init; }

    [Description("How many entries the ledger had.")]
    public required long? LedgerSize { get; init; }

    [Description("Its root then, in lower-case hex.")]
    public required string? LedgerRoot { get; init; }

    [Description("What is wrong with it; null when nothing is.")]
    public required string? Problem { get; init; }

    /// <summary>The view of the stored JSON.</summary>
    public static LedgerHeadSeenView? Of(string? stored) =>
        stored is null ? null : JsonSerializer.Deserialize(stored, StatusJson.Default.LedgerHeadSeenView);
}
