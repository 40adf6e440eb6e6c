using HandoffSaga.Host.Settings;

namespace HandoffSaga.Specs.Deployment;

/// <summary>deploy/systemd/appsettings.json and the steps of deploy/README.md that install it.</summary>
public sealed class The_sample_settings
{
    private static readonly string Deploy = Path.Combine(Wire.WireContract.Folder, "..", "..", "deploy");

    [Fact]
    public void Are_accepted_as_they_are()
    {
        var reading = SettingsReading.Read(
            Path.Combine(Deploy, "systemd"),
            null,
            new Dictionary<string, string> { ["HANDOFF_DataFolder"] = "/var/lib/handoff" }
        );

        reading.Problems.ShouldBeEmpty();
        reading.Warnings.ShouldBeEmpty();
        var settings = reading.Settings.ShouldNotBeNull();
        StationSize.Rejections(settings).ShouldBeEmpty();
        settings.DataFolder.ShouldBe(InstalledService.Usual.DataFolder);
    }

    [Fact]
    public void Name_the_folders_that_the_steps_make()
    {
        var settings = SettingsReading.Read(Path.Combine(Deploy, "systemd"), null, new Dictionary<string, string>()).Settings!;
        var steps = File.ReadAllText(Path.Combine(Deploy, "README.md"));

        steps.ShouldContain($"install -d {settings.Contracts.Folder}");
        steps.ShouldContain(settings.Guardian.Jwks!);
        steps.ShouldContain("deploy/systemd/appsettings.json /etc/handoff/");
        steps.ShouldContain("/usr/local/bin/handoff");
    }

    [Fact]
    public void Go_with_the_unit_file()
    {
        var unit = File.ReadAllText(Path.Combine(Deploy, "systemd", "handoff.service"));

        unit.ShouldContain($"WorkingDirectory={InstalledService.Usual.Folder}\n");
        unit.ShouldContain($"HANDOFF_DataFolder={InstalledService.Usual.DataFolder}\n");
        unit.ShouldContain($"EnvironmentFile=-{InstalledService.Usual.Folder}/handoff.env\n");
        unit.ShouldContain("LoadCredential=secret:/etc/handoff/credentials\n");
    }
}
