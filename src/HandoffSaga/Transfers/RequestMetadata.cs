using HandoffSaga.CanonicalJson;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Transfers;

/// <summary>What the ledger records of a person's request about a leg.</summary>
internal static class RequestMetadata
{
    public static CanonicalObjectBuilder Of(string leg, string? statusBefore, Requester requester)
    {
        var metadata = new CanonicalObjectBuilder()
            .Add("destination", leg)
            .Add("status_before", statusBefore)
            .Add("requested_by", requester.Name)
            .Add("requested_by_is", requester.Basis);
        return requester.Claimed is { } claimed ? metadata.Add("requested_by_claimed", claimed) : metadata;
    }
}
