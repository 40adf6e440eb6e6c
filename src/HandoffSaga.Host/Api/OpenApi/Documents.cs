using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandoffSaga.Host.Api.OpenApi;

// Documents that cross the API as bytes. These types only describe them.

/// <summary>A signoff. Members not listed here are kept and passed on.</summary>
internal sealed record SignoffDocument(
    [property: Description("Chosen by Guardian; identifies the transfer permanently.")] string PackageId,
    string ClientpoId,
    string TestId,
    SignoffTestData TestData,
    [property: Description("At least one.")] IReadOnlyList<SignoffApproval> Approvals,
    [property: Description("A compact detached JWS (RFC 7515 appendix F) over the canonical form without this member.")]
        string GuardianSignature
)
{
    public string? NodeId { get; init; }
    public string? Domain { get; init; }
    public string? SmartId { get; init; }
    public string? PreviousPackageId { get; init; }
    public string? LocalBackupPath { get; init; }
}

internal sealed record SignoffApproval(string? Role, string? Name, string? SignedAt, string? Meaning);

internal sealed record SignoffTestData(string SmartContractId)
{
    public string? PartId { get; init; }
    public string? PartNumber { get; init; }
    public string? CompletionTimestamp { get; init; }
    public string? ProcedureRevision { get; init; }
    public JsonElement? Results { get; init; }
    public SignoffRoutingTrigger? RoutingTrigger { get; init; }
}

internal sealed record SignoffRoutingTrigger
{
    [Description("next_node or workflow_complete; routing_type is another name for it.")]
    public string? Type { get; init; }

    public string? NextStation { get; init; }
    public string? NextContract { get; init; }
    public bool? VaultTransfer { get; init; }
    public bool? IsFinalContract { get; init; }
}

/// <summary>A package as its hub gets it; for the next node over HTTP inside the wrapper the Floor Hub expects.</summary>
internal sealed record PackageDocument
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; set; }
}
