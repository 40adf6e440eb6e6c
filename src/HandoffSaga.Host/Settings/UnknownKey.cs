namespace HandoffSaga.Host.Settings;

/// <summary>Describes an unknown key.</summary>
internal static class UnknownKey
{
    /// <summary>The message; null for an empty section, which is harmless.</summary>
    public static string? Describe(string name, string? value, string origin)
    {
        var inside = SettingsSchema.All.FirstOrDefault(key => key.Name.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        if (inside is not null)
            return value is null or "" ? null : $"{name} ({origin}): this is a section with keys in it, such as {inside.Name}";
        var near = Spelling.Nearest(name, SettingsSchema.All.Select(key => key.Name));
        return $"{name} ({origin}): unknown key{(near is null ? "" : $"; did you mean {near}?")}";
    }
}
