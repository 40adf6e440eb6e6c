namespace HandoffSaga.Host.Settings;

/// <summary>What to say of a key that nobody knows.</summary>
internal static class UnknownKey
{
    /// <summary>Null for an empty section, which says nothing and harms nobody.</summary>
    public static string? Describe(SettingEntry entry)
    {
        var inside = SettingsSchema.All.Where(key => key.Name.StartsWith(entry.Key + ":", StringComparison.OrdinalIgnoreCase)).ToList();
        if (inside.Count > 0)
            return entry.Value is null or "" ? null : $"{entry.Key} ({entry.Origin}): this is a section with keys in it, such as {inside[0].Name}";
        var near = Spelling.Nearest(entry.Key, SettingsSchema.All.Select(key => key.Name));
        return $"{entry.Key} ({entry.Origin}): unknown key{(near is null ? "" : $"; did you mean {near}?")}";
    }
}
