using HandoffSaga.Settings;

namespace HandoffSaga.Host.Settings;

/// <summary>The documentation of one configuration key.</summary>
/// <param name="Name">Levels with <c>:</c> between them.</param>
/// <param name="Default">As it could be written; <c>= Other:Key</c> when it follows another key, empty for none.</param>
/// <param name="Allowed">The allowed values, as the end of the sentence "allowed is ...".</param>
/// <param name="AllowedInFull">The same with examples.</param>
/// <param name="Description">What it is for, in one line.</param>
internal sealed record SettingKey(string Name, string Default, string Allowed, string AllowedInFull, string Description);

/// <summary>The keys below one name.</summary>
internal abstract class SettingsSection
{
    /// <summary>In documentation order.</summary>
    public abstract IReadOnlyList<SettingKey> Keys { get; }
}

/// <summary>The keys below one name, and the record that their values fill.</summary>
/// <param name="name">The name, empty at the top.</param>
/// <param name="settings">The settings of the record.</param>
/// <param name="defaults">Makes the record as it is where nothing is configured.</param>
/// <param name="follows">The section whose values are the defaults of this one's; null where <paramref name="defaults"/> are.</param>
internal sealed class SettingsSection<TOptions>(
    string name,
    OptionSettings<TOptions> settings,
    Func<TOptions> defaults,
    SettingsSection<TOptions>? follows = null
) : SettingsSection
{
    public override IReadOnlyList<SettingKey> Keys => field ??= [.. Settings.Select(setting => setting.Key)];

    /// <summary>Each key with what fills the record.</summary>
    public IReadOnlyList<(SettingKey Key, OptionSetting<TOptions> Setting)> Settings =>
        field ??= [.. settings.Select(setting => (Key(setting), setting))];

    /// <summary>A new record with the defaults.</summary>
    public TOptions Defaults() => defaults();

    private SettingKey Key(OptionSetting<TOptions> setting) =>
        new(NameOf(setting), Default(setting), setting.Allowed, setting.AllowedInFull, setting.Description);

    private string NameOf(OptionSetting<TOptions> setting) => name.Length == 0 ? setting.Name : $"{name}:{setting.Name}";

    private string Default(OptionSetting<TOptions> setting) =>
        follows is not null ? $"= {follows.NameOf(setting)}" : setting.VariableDefault ?? setting.Format(defaults());
}
