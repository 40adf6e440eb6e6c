using HandoffSaga.Host.Api;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;

namespace HandoffSaga.Host.Settings;

/// <summary>The whole checked configuration: the dispatcher's options and those of the service alone. Paths are absolute.</summary>
internal sealed record HandoffSettings : HandoffOptions
{
    public required string DataFolder { get; init; }

    public required HandoffApiOptions Api { get; init; }

    public required LedgerLogOptions Ledger { get; init; }

    public required ForwardingOptions Forwarding { get; init; }

    public required BackupOptions Backup { get; init; }

    /// <summary>The settings whose files only the owner may read.</summary>
    public required IReadOnlyList<SecretSetting> Secrets { get; init; }
}
