using System.Text.Json.Serialization;

namespace HandoffSaga.Messages;

/// <summary>
/// An alert for people. Published to the topic exchange <c>handoff.alerts</c> where there is a broker, and posted as JSON to the configured
/// addresses. All members are always present in the JSON; those that do not apply are null.
/// </summary>
public sealed record TransferAlert
{
    /// <summary>What happened: one of <see cref="AlertKinds"/>.</summary>
    [JsonPropertyName("alert_type")]
    public required string AlertType { get; init; }

    /// <summary>How urgent it is: one of <see cref="AlertSeverities"/>.</summary>
    [JsonPropertyName("severity")]
    public required string Severity { get; init; }

    /// <summary>The station that raised it.</summary>
    [JsonPropertyName("node_id")]
    public required string NodeId { get; init; }

    /// <summary>When it was raised, in UTC.</summary>
    [JsonPropertyName("timestamp")]
    [JsonConverter(typeof(AlertTimestampConverter))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened, in a sentence for people.</summary>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <summary>The package it is about, where it is about one.</summary>
    [JsonPropertyName("package_id")]
    public string? PackageId { get; init; }

    /// <summary>The transfer it is about.</summary>
    [JsonPropertyName("transfer_id")]
    public string? TransferId { get; init; }

    /// <summary>The leg it is about: <c>vault_hub</c> or <c>next_node</c>.</summary>
    [JsonPropertyName("destination")]
    public string? Destination { get; init; }

    /// <summary>That leg's attempts after the first, 0 or more.</summary>
    [JsonPropertyName("retry_count")]
    public int? RetryCount { get; init; }

    /// <summary>Why the last attempt failed, in one line.</summary>
    [JsonPropertyName("last_error")]
    public string? LastError { get; init; }
}
