using System.Xml.Linq;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.Deployment;

public sealed class The_image
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(WireContract.Folder, "..", ".."));

    /// <summary>It restores before it has the sources: a project it does not copy then is one it cannot publish.</summary>
    [Fact]
    public void Restores_every_project_that_the_program_is_made_of()
    {
        var copied = File.ReadAllLines(Path.Combine(Root, "deploy", "Dockerfile"));

        foreach (var project in Referenced("src/HandoffSaga.Host/HandoffSaga.Host.csproj").Distinct())
        {
            var folder = Path.GetDirectoryName(project)!;
            copied.ShouldContain($"COPY {project} {folder}/packages.lock.json {folder}/");
        }

        copied.ShouldContain("COPY src/Directory.Build.props src/");
    }

    private static IEnumerable<string> Referenced(string project) =>
        XDocument
            .Load(Path.Combine(Root, project))
            .Descendants("ProjectReference")
            .Select(reference => Path.Combine(Root, Path.GetDirectoryName(project)!, (string)reference.Attribute("Include")!))
            .SelectMany(path => Referenced(Path.GetRelativePath(Root, Path.GetFullPath(path))))
            .Prepend(project);
}
