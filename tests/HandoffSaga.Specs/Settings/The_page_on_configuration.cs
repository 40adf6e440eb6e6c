using HandoffSaga.Host.Settings;
using HandoffSaga.Specs.Cli;

namespace HandoffSaga.Specs.Settings;

/// <summary><c>docs/configuration.md</c>: <c>handoff config --markdown</c> makes it.</summary>
public sealed class The_page_on_configuration : IDisposable
{
    private readonly Prompt _prompt = new();

    public static TheoryData<string> Keys => [.. SettingsSchema.All.Select(key => key.Name)];

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task Is_what_the_schema_says() =>
        (await _prompt.Types("config", "--markdown")).Output.ShouldBe(
            Page(),
            "docs/configuration.md is out of date: dotnet run --project src/HandoffSaga.Host -- config --markdown > docs/configuration.md"
        );

    [Theory]
    [MemberData(nameof(Keys))]
    public void Has_every_key_with_its_default_and_what_is_allowed(string name)
    {
        var key = SettingsSchema.All.Single(key => key.Name == name);

        var row = Page().Split('\n').Where(line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{name}`")).ShouldHaveSingleItem();

        var expected = key.Default switch
        {
            "" => "| none |",
            ['=', ' ', .. var other] => $"| that of `{other}` |",
            var text => $"| `{text}` |",
        };
        row.ShouldContain(expected);
        row.ShouldContain($"| {key.Allowed} |");
    }

    [Fact]
    public void Says_which_keys_are_going() =>
        SettingsSchema.Retired.ShouldAllBe(retired => Page().Contains($"| `{retired.Name}` | {retired.Reason} |"));

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HandoffSaga.sln")))
            folder = folder.Parent!;
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "configuration.md"));
    }
}
