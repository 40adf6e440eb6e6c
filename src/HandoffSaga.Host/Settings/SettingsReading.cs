namespace HandoffSaga.Host.Settings;

/// <summary>What became of all sources together.</summary>
/// <param name="Settings">Null when there are problems.</param>
/// <param name="Values">The effective values, of wrong ones the default.</param>
/// <param name="Problems">One line for each wrong or unknown value, ready for people.</param>
internal sealed record SettingsReading(HandoffSettings? Settings, SettingValues Values, IReadOnlyList<string> Problems)
{
    /// <summary>Reads <c>appsettings.json</c> of the working folder, then <paramref name="configFile"/>, then the environment.</summary>
    public static SettingsReading Read(string workingFolder, string? configFile, IReadOnlyDictionary<string, string> variables)
    {
        List<SettingsSource> sources = [SettingsSource.File(Path.Combine(workingFolder, "appsettings.json"), "appsettings.json", required: false)];
        if (configFile is not null)
            sources.Add(SettingsSource.File(Path.GetFullPath(configFile, workingFolder), configFile, required: true));
        sources.Add(SettingsSource.Variables(variables));
        return Read(sources, workingFolder);
    }

    /// <summary>Reads <paramref name="sources"/>, the later before the earlier.</summary>
    public static SettingsReading Read(IReadOnlyList<SettingsSource> sources, string workingFolder)
    {
        var values = new SettingValues();
        List<string> problems = [.. sources.SelectMany(source => source.Problems)];
        var known = new HashSet<SettingEntry>(ReferenceEqualityComparer.Instance);
        foreach (var key in SettingsSchema.All)
        {
            var raws = sources.Select(source => Find(source, key, known)).OfType<RawSetting>().ToList();
            if (raws is [.., var raw] && raw is not { Text: null, Items: null } && !key.TryRead(raw, values))
                problems.Add($"""{key.Name} = "{raw.Shown}" ({raw.Origin}): allowed is {key.Allowed}""");
        }

        problems.AddRange(sources.SelectMany(source => source.Entries).Where(entry => !known.Contains(entry)).Select(UnknownKey.Describe).OfType<string>());
        var settings = SettingsAssembly.Assemble(values, workingFolder, problems);
        return new(problems.Count == 0 ? settings : null, values, problems);
    }

    private static RawSetting? Find(SettingsSource source, SettingKey key, HashSet<SettingEntry> known)
    {
        var items = new SortedList<int, SettingEntry>();
        SettingEntry? whole = null;
        foreach (var entry in source.Entries)
        {
            if (entry.Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase))
                whole = entry;
            else if (ItemIndex(entry.Key, key.Name) is { } index)
                items.TryAdd(index, entry);
            else
                continue;
            known.Add(entry);
        }

        if (items.Count > 0)
            return new(items.Values[0].Origin, whole?.Value is { Length: > 0 } ? whole.Value : null, [.. items.Values.Select(item => item.Value ?? "")]);
        return whole is null ? null : new(whole.Origin, whole.Value, null);
    }

    private static int? ItemIndex(string entry, string key) =>
        entry.Length > key.Length + 1
        && entry[key.Length] == ':'
        && entry.StartsWith(key, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(entry.AsSpan(key.Length + 1), System.Globalization.NumberStyles.None, null, out var index)
            ? index
            : null;
}
