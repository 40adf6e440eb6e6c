using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandoffSaga.Messages;

/// <summary>
/// Guardian's signoff: all signoffs of a test are complete. Only this starts a handoff. A .NET Guardian publishes it; every other Guardian
/// sends the same JSON. It reaches the saga only through intake, which parses, verifies and canonicalizes it first. Null members are left
/// out of the JSON, and so out of the signed content.
/// </summary>
public sealed record GuardianSignoffComplete
{
    /// <summary>The package's id, <c>[A-Za-z0-9][A-Za-z0-9._-]{0,127}</c>; one transfer per id, permanently.</summary>
    [JsonPropertyName("package_id")]
    public required string PackageId { get; init; }

    /// <summary>The client's purchase order the contracts belong to.</summary>
    [JsonPropertyName("clientpo_id")]
    public required string ClientPoId { get; init; }

    /// <summary>The test that was completed.</summary>
    [JsonPropertyName("test_id")]
    public required string TestId { get; init; }

    /// <summary>The station that tested; the dispatcher's own when absent.</summary>
    [JsonPropertyName("node_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NodeId { get; init; }

    /// <summary>The domain of the work, such as <c>NDT</c>; the dispatcher's own when absent.</summary>
    [JsonPropertyName("domain")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Domain { get; init; }

    /// <summary>The SMART-ID of the station; the dispatcher's own when absent.</summary>
    [JsonPropertyName("smart_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SmartId { get; init; }

    /// <summary>The package before this one, if any.</summary>
    [JsonPropertyName("previous_package_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PreviousPackageId { get; init; }

    /// <summary>The approvals; at least one.</summary>
    [JsonPropertyName("approvals")]
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>The results, with <c>smart_contract_id</c> and, as a rule, the <c>routing_trigger</c>.</summary>
    [JsonPropertyName("test_data")]
    public JsonElement TestData { get; init; }

    /// <summary>Where the station keeps its own copy.</summary>
    [JsonPropertyName("local_backup_path")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LocalBackupPath { get; init; }

    /// <summary>A compact detached JWS over the RFC 8785 form of everything else.</summary>
    [JsonPropertyName("guardian_signature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GuardianSignature { get; init; }

    /// <summary>Members this contract does not name; they are part of what Guardian signed.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; init; }
}

/// <summary>One signature under a test.</summary>
public sealed record Approval
{
    /// <summary>The signer's role, such as <c>level_iii_inspector</c>.</summary>
    [JsonPropertyName("role")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>The signer's name.</summary>
    [JsonPropertyName("name")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>When it was signed, RFC 3339.</summary>
    [JsonPropertyName("signed_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SignedAt { get; init; }

    /// <summary>What the signature means: <c>performed</c>, <c>reviewed</c>, <c>approved</c> or <c>witnessed</c>.</summary>
    [JsonPropertyName("meaning")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Meaning { get; init; }

    /// <summary>Members this contract does not name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; init; }
}
