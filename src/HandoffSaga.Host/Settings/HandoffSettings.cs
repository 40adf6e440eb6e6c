using HandoffSaga.Host.Api;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;

namespace HandoffSaga.Host.Settings;

/// <summary>The whole configuration, checked: what a dispatcher is told, and what only its service has. Paths are absolute.</summary>
internal sealed record HandoffSettings : HandoffOptions
{
    public required string DataFolder { get; init; }

    public required HandoffApiOptions Api { get; init; }

    public required LedgerLogOptions Ledger { get; init; }

    public required ForwardingOptions Forwarding { get; init; }

    /// <summary>The files that only their owner may read.</summary>
    public required IReadOnlyList<SecretSetting> Secrets { get; init; }
}

/// <summary>A setting that names a file with a token or a private key.</summary>
internal sealed record SecretSetting(string Key, string File);
