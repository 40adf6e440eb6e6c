using System.Text.Json;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Deployment;

/// <summary>The package that Guardians' developers reference, made as a release makes it and used by a project outside the repository.</summary>
public sealed class When_the_messages_are_packed : IDisposable
{
    // What builds in a folder that is removed afterwards leaves no compiler running.
    private const string NoServers = "--disable-build-servers";

    private const string Program = """
        using System.Text.Json;
        using HandoffSaga.Messages;

        var signoff = new GuardianSignoffComplete
        {
            PackageId = "PKG-1",
            ClientPoId = "PO-1",
            TestId = "UT-1",
            Approvals = [new Approval { Role = "level_iii_inspector", Meaning = "approved" }],
            TestData = JsonSerializer.SerializeToElement(new { smart_contract_id = "SC-1" }),
        };
        Console.WriteLine(JsonSerializer.Serialize(signoff));
        """;

    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("handoff-packed-");

    public void Dispose() => _outside.Delete(recursive: true);

    [Fact]
    public async Task A_guardian_outside_the_repository_writes_the_signoff_of_the_wire()
    {
        // Given the package alone: no other source of packages, no folder of this repository above.
        var feed = _outside.CreateSubdirectory("feed").FullName;
        await Dotnet("pack", Path.Combine(Repository.Root, "src", "HandoffSaga.Messages"), "-c", "Release", "-o", feed, NoServers);
        Write("Guardian.csproj", Project(Version(feed)));
        Write(
            "nuget.config",
            $"<configuration><packageSources><clear /><add key=\"local\" value=\"{feed}\" /></packageSources></configuration>"
        );
        Write("Program.cs", Program);

        // When a Guardian's developer builds and runs with it
        await Dotnet("build", _outside.FullName, "-v", "quiet", NoServers);
        var ran = await Dotnet(Path.Combine(_outside.FullName, "out", "Guardian.dll"));

        // Then it writes what the wire asks for, and nothing for what is not known.
        var signoff = JsonDocument.Parse(ran.Output).RootElement;
        signoff
            .EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["package_id", "clientpo_id", "test_id", "approvals", "test_data"]);
        signoff.GetProperty("approvals")[0].GetProperty("role").GetString().ShouldBe("level_iii_inspector");
    }

    private static string Version(string feed) =>
        Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "*.nupkg").ShouldHaveSingleItem())["HandoffSaga.Messages.".Length..];

    private string Project(string version) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <OutputPath>out</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <RestorePackagesPath>{_outside.FullName}/packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="HandoffSaga.Messages" Version="{version}" />
              </ItemGroup>
            </Project>
            """;

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_outside.FullName, name), content);

    private static async Task<Finished> Dotnet(params string[] arguments)
    {
        var finished = await Finished.Dotnet(arguments);
        finished.ExitCode.ShouldBe(0, $"dotnet {string.Join(' ', arguments)}:\n{finished.Text}{finished.Error}");
        return finished;
    }
}
