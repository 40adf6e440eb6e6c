using System.Formats.Tar;
using System.IO.Compression;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Upgrade;

/// <summary>The program of an older version, from <c>tests/vectors/upgrade</c>, on the packages of this one.</summary>
internal sealed class OlderProgram : IDisposable
{
    private static readonly string Versions = Path.Combine(Repository.Root, "tests", "vectors", "upgrade");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("older-program-");

    private OlderProgram() { }

    /// <summary>The versions whose program is kept.</summary>
    public static TheoryData<string> Kept =>
        [
            .. Directory
                .GetDirectories(Versions)
                .Where(folder => File.Exists(Packed(folder)))
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Its <c>handoff.dll</c>.</summary>
    public string Program => Path.Combine(_folder.FullName, "handoff.dll");

    public static async Task<OlderProgram> Unpack(string version)
    {
        var program = new OlderProgram();
        await using var file = new GZipStream(File.OpenRead(Packed(Path.Combine(Versions, version))), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(file, program._folder.FullName, overwriteFiles: false, TestContext.Current.CancellationToken);
        foreach (var entry in new DirectoryInfo(AppContext.BaseDirectory).EnumerateFileSystemInfos())
        {
            var link = Path.Combine(program._folder.FullName, entry.Name);
            if (!File.Exists(link))
            {
                File.CreateSymbolicLink(link, entry.FullName);
            }
        }

        return program;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Packed(string folder) => Path.Combine(folder, "program.tar.gz");
}
