namespace HandoffSaga.Host.Settings;

/// <summary>A key of an earlier version. For one release, setting it is only a warning.</summary>
/// <param name="Name">Levels with <c>:</c> between them.</param>
/// <param name="Reason">Why it was removed or what replaces it, as the end of a sentence.</param>
internal sealed record RetiredSetting(string Name, string Reason)
{
    /// <summary>The warning for a configuration that still sets it.</summary>
    /// <param name="origin">The file or the variable it is set in.</param>
    public string Warning(string origin) => $"{Name} ({origin}): this setting is ignored: {Reason}. Remove it; the next release rejects it";
}
