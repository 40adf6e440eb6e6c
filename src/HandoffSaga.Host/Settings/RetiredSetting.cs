namespace HandoffSaga.Host.Settings;

/// <summary>A key that an earlier version had. Whoever still sets it is told so and starts all the same, for one release.</summary>
/// <param name="Name">Levels with <c>:</c> between them.</param>
/// <param name="Reason">Why it is gone or what takes its place, as the end of a sentence.</param>
internal sealed record RetiredSetting(string Name, string Reason)
{
    /// <summary>What whoever set it is told.</summary>
    /// <param name="origin">The file or the variable it is set in.</param>
    public string Warning(string origin) => $"{Name} ({origin}): this setting is ignored: {Reason}. Remove it; the next release rejects it";
}
