using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Redelivery;

/// <summary>When a failed leg is tried again (<c>Redelivery</c> in the configuration, and <c>Hubs:*:Redelivery</c> for one hub).</summary>
/// <param name="Delays">The delays before the attempts after the first; one redelivery for each entry.</param>
/// <param name="Jitter">The random variation of each delay, 0 to 1, so that legs that failed together do not retry together.</param>
/// <param name="AfterEscalation">The interval of slow retries after an escalation, for transient failures and those that may recover
/// (<see cref="Legs.ErrorCodes.MayRecover"/>); null for none.</param>
/// <param name="MaxRetryAfter">The longest wait a hub may ask for.</param>
internal sealed record RedeliveryPolicy(IReadOnlyList<TimeSpan> Delays, double Jitter, TimeSpan? AfterEscalation, TimeSpan MaxRetryAfter)
{
    public static readonly OptionSettings<RedeliveryPolicy> Settings = new()
    {
        {
            policy => policy.Delays,
            ListOf(DurationUpTo(TimeSpan.FromDays(30))),
            "delay before each attempt after the first; empty: no redelivery"
        },
        { policy => policy.Jitter, Fraction, "random variation of each delay, 0 to 1 (0.2 = ±20 %)" },
        { policy => policy.AfterEscalation, DurationOrOff, "interval of the slow retries after an escalation" },
        { policy => policy.MaxRetryAfter, DurationUpTo(TimeSpan.FromDays(30)), "longest Retry-After of a hub that is honoured" },
    };

    public static readonly RedeliveryPolicy Default = new(
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)],
        0.2,
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1)
    );
}
