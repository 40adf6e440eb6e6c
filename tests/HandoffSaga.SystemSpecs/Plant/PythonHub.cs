using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>A hub of the samples, which takes deliveries from the broker and keeps each package in a file of its own.</summary>
internal sealed class PythonHub(string leg, string folder, HeardProcess process) : IAsyncDisposable
{
    public static PythonHub Vault(string broker, string folder, string guardianJwks, string key) =>
        new(
            "vault_hub",
            folder,
            PythonSample.Run("vault_hub.py", "--amqp", broker, "--folder", folder, "--guardian-jwks", guardianJwks, "--key", key)
        );

    public static PythonHub Node(string broker, string folder) =>
        new("next_node", folder, PythonSample.Run("node.py", "--amqp", broker, "--folder", folder));

    /// <summary>
    /// How often each package was accepted, by idempotency key. A receipt the broker never took is not counted: its package comes again, as
    /// a duplicate.
    /// </summary>
    public IReadOnlyDictionary<string, int> Accepted => Answered("accepted");

    public int Duplicates => Answered("duplicate").Values.Sum();

    /// <summary>It keeps exactly these packages, has accepted none of them twice, and rejected none.</summary>
    public void TookEachOnce(IEnumerable<string> packages)
    {
        var expected = packages.Select(package => $"XFER-{package}.{leg}.json").ToHashSet();
        Directory
            .EnumerateFiles(folder, "XFER-*")
            .Select(file => Path.GetFileName(file)!)
            .ToHashSet()
            .SetEquals(expected)
            .ShouldBeTrue($"{leg} has {Directory.GetFiles(folder).Length} packages, not {expected.Count}");
        Accepted.Values.ShouldAllBe(times => times == 1);
        Answered("rejected").ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private Dictionary<string, int> Answered(string disposition) =>
        process
            .Said.Split('\n')
            .Where(line => line.TrimEnd().EndsWith($":{leg}  {disposition}", StringComparison.Ordinal))
            .CountBy(line => line.Trim())
            .ToDictionary();
}
