using HandoffSaga.Legs;

namespace HandoffSaga.Hubs;

/// <summary>One attempt to hand a package over.</summary>
/// <param name="Destination">Which leg.</param>
/// <param name="TransferId"><c>XFER-{package_id}</c>.</param>
/// <param name="TargetNode">The next station; null toward the Vault Hub.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="IdempotencyKey">The same at every attempt: <c>{transfer_id}:{leg}</c>.</param>
/// <param name="Payload">The body exactly as it is sent, wrapper included; the same bytes at every attempt.</param>
/// <param name="PayloadSha256">Lower-case hex digest of <paramref name="Payload"/>.</param>
internal sealed record Delivery(
    Destination Destination,
    string TransferId,
    string? TargetNode,
    int Attempt,
    string IdempotencyKey,
    ReadOnlyMemory<byte> Payload,
    string PayloadSha256
);
