using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>Where entries are forwarded to. Default: nowhere.</summary>
internal sealed record ForwardingOptions
{
    public static readonly OptionSettings<ForwardingOptions> Settings = new()
    {
        { forwarding => forwarding.Url, HttpUrl.OrNothing(), "address that SMART-Ledger takes entries at", "ForwardUrl" },
    };

    /// <summary>Its HTTP address (<c>Ledger:ForwardUrl</c>).</summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// Whether the entries go to the broker's exchange <c>smart-ledger.entries</c> too. Default no: there may be no broker.
    /// </summary>
    public bool Broker { get; init; }
}
