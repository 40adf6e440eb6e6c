using HandoffSaga.Host.Settings;
using HandoffSaga.Settings;
using Microsoft.Extensions.Configuration;

namespace HandoffSaga.Specs.Settings;

/// <summary>Declared with the record it fills, a setting is read, checked, shown and documented: nothing else knows its name.</summary>
public sealed class When_a_setting_is_added
{
    private static readonly SettingsSection<Options> Section = new("Press", Options.Settings, () => new());

    [Fact]
    public void Its_record_has_what_is_configured()
    {
        var options = Reader(("Press:Strokes", "12")).Read(Section);

        options.Strokes.ShouldBe(12);
        options.Folder.ShouldBe("/data/press");
    }

    [Fact]
    public void Its_default_is_the_record_s_own() => Reader().Read(Section).Strokes.ShouldBe(new Options().Strokes);

    [Fact]
    public void A_wrong_value_of_it_is_named_with_what_is_allowed()
    {
        var reader = Reader(("Press:Strokes", "many"));

        reader.Read(Section).Strokes.ShouldBe(8);
        reader.Problems.ShouldBe(["Press:Strokes = \"many\" (own.json): allowed is a whole number from 1 to 60"]);
    }

    [Fact]
    public void It_is_shown_with_where_it_came_from()
    {
        var reader = Reader(("Press:Strokes", "12"));
        reader.Read(Section);

        reader
            .Effective["Press:Strokes"]
            .ShouldSatisfyAllConditions(
                setting => setting.Shown.ShouldBe("12"),
                setting => setting.Origin.ShouldBe("own.json"),
                setting => setting.Key.Default.ShouldBe("8")
            );
        reader
            .Effective["Press:Folder"]
            .ShouldSatisfyAllConditions(setting => setting.Shown.ShouldBe("press"), setting => setting.Origin.ShouldBeNull());
    }

    [Fact]
    public void It_is_documented() =>
        ConfigurationPage
            .Write([new SettingsGroup("Press", "", Section)], [])
            .ShouldEndWith(
                """
                ## Press

                | Key | Default | Allowed | Meaning |
                |---|---|---|---|
                | `Press:Strokes` | `8` | a whole number from 1 to 60 | strokes a minute |
                | `Press:Folder` | `press` | a path, relative to DataFolder | folder of the press |

                """
            );

    private static SettingsReader Reader(params (string Key, string Value)[] values)
    {
        var own = new ConfigurationBuilder()
            .AddInMemoryCollection([
                KeyValuePair.Create("DataFolder", (string?)"/data"),
                .. values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)),
            ])
            .Build();
        return new([new SettingsSource(own, _ => "own.json")], "/work");
    }

    private sealed record Options
    {
        public static readonly OptionSettings<Options> Settings = new()
        {
            { press => press.Strokes, SettingKinds.Integer(1, 60), "strokes a minute" },
            { press => press.Folder, SettingKinds.DataPath, "folder of the press" },
        };

        public int Strokes { get; init; } = 8;

        public string Folder { get; init; } = "press";
    }
}
