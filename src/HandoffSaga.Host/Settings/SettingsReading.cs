namespace HandoffSaga.Host.Settings;

/// <summary>The effective value of a setting.</summary>
/// <param name="Key">Which setting.</param>
/// <param name="Shown">The value as it could be written, passwords hidden.</param>
/// <param name="Origin">The file or the variable it came from; null for the default.</param>
internal sealed record EffectiveSetting(SettingKey Key, string Shown, string? Origin);

/// <summary>The result of reading all sources together.</summary>
/// <param name="Settings">Null when there are problems.</param>
/// <param name="Effective">Every setting by key; the default for invalid ones.</param>
/// <param name="Problems">One line for people for each invalid value or unknown key.</param>
/// <param name="Warnings">One line for people for each ignored value.</param>
internal sealed record SettingsReading(
    HandoffSettings? Settings,
    IReadOnlyDictionary<string, EffectiveSetting> Effective,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Where the values come from that were set, for people: files, and the variables of this process as one.</summary>
    public string Origins
    {
        get
        {
            var origins = Effective
                .Values.Select(setting => setting.Origin)
                .OfType<string>()
                .Select(origin => origin.StartsWith("HANDOFF_", StringComparison.OrdinalIgnoreCase) ? "variables HANDOFF_..." : origin)
                .Distinct()
                .ToList();
            return origins.Count == 0 ? "none, all defaults" : string.Join(", ", origins);
        }
    }

    /// <summary>
    /// The settings of the installed service, where this folder has none of its own and none are named; else as <see cref="Read(string,
    /// string?, IReadOnlyDictionary{string, string})"/>.
    /// </summary>
    public static SettingsReading ReadOfService(
        string workingFolder,
        string? configFile,
        IReadOnlyDictionary<string, string> variables,
        InstalledService service
    )
    {
        if (configFile is not null || File.Exists(Path.Combine(workingFolder, "appsettings.json")) || !service.IsThere)
            return Read(workingFolder, configFile, variables);
        var reading = Read([.. service.Sources(), SettingsSource.Variables(variables)], service.Folder);
        return service.Unread is { } unread ? reading with { Warnings = [.. reading.Warnings, unread] } : reading;
    }

    /// <summary>Reads <c>appsettings.json</c> of the working folder, then <paramref name="configFile"/>, then the environment.</summary>
    public static SettingsReading Read(string workingFolder, string? configFile, IReadOnlyDictionary<string, string> variables)
    {
        List<SettingsSource> sources =
        [
            SettingsSource.File(Path.Combine(workingFolder, "appsettings.json"), "appsettings.json", required: false),
        ];
        if (configFile is not null)
            sources.Add(SettingsSource.File(Path.GetFullPath(configFile, workingFolder), configFile, required: true));
        sources.Add(SettingsSource.Variables(variables));
        return Read(sources, workingFolder);
    }

    /// <summary>Reads <paramref name="sources"/>; a later one overrides an earlier one.</summary>
    public static SettingsReading Read(IReadOnlyList<SettingsSource> sources, string workingFolder)
    {
        var reader = new SettingsReader(sources, workingFolder);
        var settings = SettingsAssembly.Assemble(reader);
        reader.RejectUnknown(SettingsSchema.Retired);
        return new(reader.Problems.Count == 0 ? settings : null, reader.Effective, reader.Problems, reader.Warnings);
    }
}
