using System.Globalization;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Settings;

namespace HandoffSaga.Host.Settings;

/// <summary>A source of settings; a later one overrides an earlier one.</summary>
/// <param name="values">The values of this source alone.</param>
/// <param name="origin">Gives the file's path or the variable's name for a key.</param>
/// <param name="problems">What could not be read.</param>
internal sealed class SettingsSource(IConfigurationRoot values, Func<string, string> origin, params string[] problems)
{
    private const string Prefix = "HANDOFF_";

    /// <summary>Names the file of <c>--config</c>.</summary>
    public const string ConfigVariable = "HANDOFF_CONFIG";

    /// <summary>Variables with the prefix that belong to the command line, not to the station.</summary>
    private static readonly string[] OfTheCommandLine = ["HANDOFF_URL", "HANDOFF_TOKEN_FILE", ConfigVariable];

    public IReadOnlyList<string> Problems => problems;

    /// <summary>Every key that has a value, or that is a section with nothing in it.</summary>
    public IReadOnlyList<string> Keys => field ??= [.. Leaves([.. values.AsEnumerable()])];

    /// <param name="path">The file; a missing one is an empty source, unless <paramref name="required"/>.</param>
    /// <param name="shown">Its name in messages.</param>
    public static SettingsSource File(string path, string shown, bool required)
    {
        if (!System.IO.File.Exists(path))
            return Nothing(required ? [$"{shown}: no such file"] : []);
        try
        {
            return new(new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build(), _ => shown);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            return Nothing($"{shown}: {Words(e.InnerException?.InnerException ?? e.InnerException ?? e)}");
        }
    }

    /// <summary>The variables with the prefix. They are given, so that specs do not depend on their own environment.</summary>
    /// <param name="variables">All variables there are.</param>
    /// <param name="file">The file they are in; null for those of the process, which are named one by one.</param>
    public static SettingsSource Variables(IReadOnlyDictionary<string, string> variables, string? file = null)
    {
        var ours = variables
            .Keys.Where(name =>
                name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && !OfTheCommandLine.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            .GroupBy(name => name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(names => names.Key, names => names.Max(StringComparer.Ordinal)!, StringComparer.OrdinalIgnoreCase);
        var values = ours.Select(name => KeyValuePair.Create(name.Key, (string?)variables[name.Value]));
        return new(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), key => file ?? ours[key]);
    }

    /// <summary>One value that is known from elsewhere.</summary>
    public static SettingsSource Given(string key, string value, string origin) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build(), _ => origin);

    /// <summary>The value of <paramref name="key"/>; null where this source does not have it.</summary>
    public FoundSetting? Find(string key)
    {
        // The library sorts them by their numbers.
        var items = values.GetSection(key).GetChildren().Where(child => IsIndex(child.Key) && Has(child.Path)).ToList();
        if (items.Count == 0)
            return Has(key) ? new(new(values[key]), origin(key), [key]) : null;
        return new(
            new(values[key] is { Length: > 0 } text ? text : null, [.. items.Select(item => item.Value ?? "")]),
            origin(items[0].Path),
            [key, .. items.Select(item => item.Path)]
        );
    }

    /// <summary>The file's path or the variable's name.</summary>
    public string Origin(string key) => origin(key);

    public string? Value(string key) => values[key];

    private static string Words(Exception fault) =>
        fault is JsonException json ? $"not JSON: {JsonWords.DescribeWithPlace(json)}" : fault.Message;

    // A configuration does not distinguish null from a missing value; its provider does.
    private bool Has(string key) => values.Providers.Any(provider => provider.TryGet(key, out _));

    private static bool IsIndex(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static SettingsSource Nothing(params string[] problems) => new(new ConfigurationBuilder().Build(), _ => "", problems);

    /// <summary>The keys without the sections above them, which an enumeration lists too, without a value.</summary>
    private static IEnumerable<string> Leaves(IReadOnlyList<KeyValuePair<string, string?>> entries) =>
        from entry in entries
        where entry.Value is not null || !entries.Any(other => other.Key.StartsWith(entry.Key + ":", StringComparison.OrdinalIgnoreCase))
        select entry.Key;
}

/// <summary>A source's value for a setting.</summary>
/// <param name="Value">The value.</param>
/// <param name="Origin">The file's path or the variable's name.</param>
/// <param name="Keys">The source's keys that it is made of.</param>
internal sealed record FoundSetting(RawSetting Value, string Origin, IReadOnlyList<string> Keys)
{
    /// <summary>A JSON null, which restores the default.</summary>
    public bool IsNull => Value is { Text: null, Items: null };

    /// <summary>The value with passwords hidden.</summary>
    public string Shown => Redaction.Hide(Value.Items is null ? Value.Text ?? "" : string.Join(", ", Value.Items));
}
