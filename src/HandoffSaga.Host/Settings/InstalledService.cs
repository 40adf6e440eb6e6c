namespace HandoffSaga.Host.Settings;

/// <summary>
/// The service as deploy/README.md installs it under systemd: its settings, and the secrets that systemd reads for it. Commands on its files
/// find it by themselves.
/// </summary>
internal sealed record InstalledService(string Folder, string DataFolder)
{
    /// <summary>Where the unit file in deploy/systemd has them.</summary>
    public static readonly InstalledService Usual = new("/etc/handoff", "/var/lib/handoff");

    public bool IsThere => File.Exists(SettingsFile);

    private string SettingsFile => Path.Combine(Folder, "appsettings.json");

    private string EnvironmentFile => Path.Combine(Folder, "handoff.env");

    /// <summary>Its sources, as the unit file gives them to it.</summary>
    public IReadOnlyList<SettingsSource> Sources() =>
        [
            SettingsSource.File(SettingsFile, SettingsFile, required: true),
            SettingsSource.Given("DataFolder", DataFolder, "the service's unit file"),
            .. Environment() is { } variables ? [SettingsSource.Variables(variables, EnvironmentFile)] : Array.Empty<SettingsSource>(),
        ];

    /// <summary>Why its secrets are not known here; null when they are, or when it has none.</summary>
    public string? Unread =>
        File.Exists(EnvironmentFile) && Environment() is null
            ? $"{EnvironmentFile} cannot be read by this user, so what is set there is not known; use sudo"
            : null;

    private Dictionary<string, string>? Environment()
    {
        if (!File.Exists(EnvironmentFile))
            return [];
        try
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in File.ReadLines(EnvironmentFile).Select(line => line.Trim()))
            {
                if (line.Length > 0 && line[0] is not ('#' or ';') && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    variables[line[..equals].Trim()] = Unquoted(line[(equals + 1)..].Trim());
            }

            return variables;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Unquoted(string value) => value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
}
