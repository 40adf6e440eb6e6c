using HandoffSaga.SmartContracts;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.SmartContracts;

/// <summary>A folder of its own inside a folder of its own, so that a spec may also look outside.</summary>
internal sealed class ContractsOnDisk : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("contracts-");

    public ContractsOnDisk()
    {
        Folder = _root.CreateSubdirectory("folder").FullName;
        Library = new SmartContractFolder(Folder, Clock);
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public SmartContractFolder Library { get; }

    /// <summary>Writes a file that was last changed a minute before the clock's now.</summary>
    public void Write(string name, string text, TimeSpan? age = null)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, (Clock.GetUtcNow() - (age ?? TimeSpan.FromMinutes(1))).UtcDateTime);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
