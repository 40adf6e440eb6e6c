using HandoffSaga.Host.Settings;

namespace HandoffSaga.Specs.Settings;

/// <summary>Configuration as it is written: files in a folder of its own, and variables.</summary>
internal sealed class Sources : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handoff-settings-");
    private readonly Dictionary<string, string> _variables = [];
    private string? _config;

    public string Folder => _folder.FullName;

    public Sources AppSettings(string json)
    {
        File.WriteAllText(Path.Combine(Folder, "appsettings.json"), json);
        return this;
    }

    public Sources Config(string json)
    {
        _config = "own.json";
        File.WriteAllText(Path.Combine(Folder, _config), json);
        return this;
    }

    public Sources ConfigNamed(string path)
    {
        _config = path;
        return this;
    }

    public Sources Variable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public SettingsReading Read() => SettingsReading.Read(Folder, _config, _variables);

    public HandoffSettings Settings()
    {
        var reading = Read();
        reading.Problems.ShouldBeEmpty();
        return reading.Settings.ShouldNotBeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
