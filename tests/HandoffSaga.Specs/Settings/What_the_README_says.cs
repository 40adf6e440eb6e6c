using HandoffSaga.Host.Settings;

namespace HandoffSaga.Specs.Settings;

public sealed class What_the_README_says
{
    public static TheoryData<string> Keys => [.. SettingsSchema.All.Select(key => key.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_stands_there_with_its_default(string name)
    {
        var key = SettingsSchema.All.Single(key => key.Name == name);

        var row = Readme().Split('\n').Where(line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{name}`")).ShouldHaveSingleItem();

        var expected = key.DefaultText switch
        {
            "" => "| none |",
            "host and process" => "| host and process |",
            ['=', ' ', .. var other] => $"| that of `{other}` |",
            var text => $"| `{text}` |",
        };
        row.ShouldContain(expected);
    }

    private static string Readme()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HandoffSaga.sln")))
            folder = folder.Parent!;
        return File.ReadAllText(Path.Combine(folder.FullName, "README.md"));
    }
}
