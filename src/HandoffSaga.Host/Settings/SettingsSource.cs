namespace HandoffSaga.Host.Settings;

/// <summary>One value as a source has it.</summary>
/// <param name="Key">With <c>:</c> between levels.</param>
/// <param name="Value">Null for a JSON null: back to the default.</param>
/// <param name="Origin">The file's path or the variable's name.</param>
internal sealed record SettingEntry(string Key, string? Value, string Origin);

/// <summary>A place that settings come from; a later one goes before an earlier one.</summary>
internal sealed record SettingsSource(IReadOnlyList<SettingEntry> Entries, IReadOnlyList<string> Problems)
{
    private const string Prefix = "HANDOFF_";

    /// <summary>Variables with the prefix that belong to the command line, not to the station.</summary>
    private static readonly string[] OfTheCommandLine = ["HANDOFF_URL", "HANDOFF_TOKEN_FILE"];

    /// <param name="path">The file; where it is not there: nothing, unless <paramref name="required"/>.</param>
    /// <param name="shown">How it is called in messages.</param>
    public static SettingsSource File(string path, string shown, bool required)
    {
        if (!System.IO.File.Exists(path))
            return new([], required ? [$"{shown}: no such file"] : []);
        try
        {
            var entries = new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build().AsEnumerable();
            return new([.. Leaves(entries).Select(leaf => new SettingEntry(leaf.Key, leaf.Value, shown))], []);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            return new([], [$"{shown}: {(e.InnerException?.InnerException ?? e.InnerException ?? e).Message}"]);
        }
    }

    public static SettingsSource Variables(IReadOnlyDictionary<string, string> variables) =>
        new(
            [
                .. variables
                    .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                                       && !OfTheCommandLine.Contains(variable.Key, StringComparer.OrdinalIgnoreCase))
                    .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                    .Select(variable => new SettingEntry(
                        variable.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), variable.Value, variable.Key)),
            ],
            []);

    /// <summary>Enumerating a configuration also names the sections, with no value, before what lies in them.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Leaves(IEnumerable<KeyValuePair<string, string?>> entries)
    {
        var all = entries.ToList();
        return all.Where(entry => entry.Value is not null || !all.Any(other => other.Key.StartsWith(entry.Key + ":", StringComparison.OrdinalIgnoreCase)));
    }
}
