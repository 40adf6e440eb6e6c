using HandoffSaga.Settings;

namespace HandoffSaga.Host.Settings;

/// <summary>Fills records of options from all sources, and collects problems and warnings.</summary>
internal sealed class SettingsReader
{
    private readonly IReadOnlyList<SettingsSource> _sources;
    private readonly Dictionary<string, EffectiveSetting> _effective = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SecretSetting> _secrets = [];
    private readonly List<string> _problems;
    private readonly List<string> _warnings = [];

    /// <param name="sources">A later one overrides an earlier one.</param>
    /// <param name="workingFolder">The base of relative paths outside the data folder.</param>
    public SettingsReader(IReadOnlyList<SettingsSource> sources, string workingFolder)
    {
        _sources = sources;
        _problems = [.. sources.SelectMany(source => source.Problems)];
        Folders = new(workingFolder, workingFolder);
        Folders = Folders with { Data = Read(SettingsSchema.Data).Folder };
    }

    /// <summary>The base folders of relative paths.</summary>
    public SettingFolders Folders { get; }

    /// <summary>The settings read so far, by key.</summary>
    public IReadOnlyDictionary<string, EffectiveSetting> Effective => _effective;

    /// <summary>The settings read so far whose files only the owner may read.</summary>
    public IReadOnlyList<SecretSetting> Secrets => _secrets;

    /// <summary>One line for people for each unusable value.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>One line for people for each ignored value.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads a record of options; an invalid value is reported and replaced by the default.</summary>
    /// <param name="section">Where its settings are.</param>
    /// <param name="defaults">Makes the record as it is where nothing is configured; null for the section's own.</param>
    public TOptions Read<TOptions>(SettingsSection<TOptions> section, Func<TOptions>? defaults = null)
    {
        var options = (defaults ?? section.Defaults)();
        foreach (var (key, setting) in section.Settings)
        {
            var origin = Read(key, setting, options);
            _effective[key.Name] = new(key, Redaction.Hide(setting.Format(options)), origin);
            setting.Locate(options, Folders);
            if (setting.SecretFile(options) is { } file)
                _secrets.Add(new(key.Name, file));
        }

        return options;
    }

    /// <summary>Reports a problem between values that are each valid.</summary>
    public void Reject(string problem) => _problems.Add(problem);

    /// <summary>Reports every key that is set but was not read: as unknown, or as ignored if it is a retired one.</summary>
    public void RejectUnknown(IReadOnlyList<RetiredSetting> retired)
    {
        foreach (var setting in retired)
            _warnings.AddRange(Find(setting.Name).Select(found => setting.Warning(found.Origin)));
        _problems.AddRange(
            from source in _sources
            from key in source.Keys
            where !_known.Contains(key)
            select UnknownKey.Describe(key, source.Value(key), source.Origin(key)) into problem
            where problem is not null
            select problem
        );
    }

    /// <summary>The origin of the effective value; null for the default.</summary>
    private string? Read<TOptions>(SettingKey key, OptionSetting<TOptions> setting, TOptions options)
    {
        if (Find(key.Name).LastOrDefault() is not { IsNull: false } found)
            return null;
        if (setting.TryRead(found.Value, options))
            return found.Origin;
        _problems.Add($"""{key.Name} = "{found.Shown}" ({found.Origin}): allowed is {key.AllowedInFull}""");
        return null;
    }

    private List<FoundSetting> Find(string key)
    {
        List<FoundSetting> found = [.. _sources.Select(source => source.Find(key)).OfType<FoundSetting>()];
        _known.UnionWith(found.SelectMany(setting => setting.Keys));
        return found;
    }
}
