using HandoffSaga.Settings;

namespace HandoffSaga.Host.Settings;

/// <summary>Fills records of options from all sources together, and keeps what there is to say about that.</summary>
internal sealed class SettingsReader
{
    private readonly IReadOnlyList<SettingsSource> _sources;
    private readonly Dictionary<string, EffectiveSetting> _effective = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SecretSetting> _secrets = [];
    private readonly List<string> _problems;
    private readonly List<string> _warnings = [];

    /// <param name="sources">A later one goes before an earlier one.</param>
    /// <param name="workingFolder">What paths outside the data folder are relative to.</param>
    public SettingsReader(IReadOnlyList<SettingsSource> sources, string workingFolder)
    {
        _sources = sources;
        _problems = [.. sources.SelectMany(source => source.Problems)];
        Folders = new(workingFolder, workingFolder);
        Folders = Folders with { Data = Read(SettingsSchema.Data).Folder };
    }

    /// <summary>What relative paths are relative to.</summary>
    public SettingFolders Folders { get; }

    /// <summary>What was read until now, by key.</summary>
    public IReadOnlyDictionary<string, EffectiveSetting> Effective => _effective;

    /// <summary>The files that only their owner may read, of what was read until now.</summary>
    public IReadOnlyList<SecretSetting> Secrets => _secrets;

    /// <summary>One line for each value that cannot be used, ready for people.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>One line for each value that is not used.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>A record with what is configured of it; of a wrong value it has the default.</summary>
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

    /// <summary>Says what is wrong with values that each for itself are allowed.</summary>
    public void Reject(string problem) => _problems.Add(problem);

    /// <summary>Says of every key that is set and was not read, that nobody knows it; of a retired one, that it is ignored.</summary>
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

    /// <summary>The source whose value counts; null for the default.</summary>
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
