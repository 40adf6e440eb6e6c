using System.Text.Json;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Tree;

/// <summary>The vectors of transparency-dev/merkle: what a verifier must accept and, above all, what it must refuse.</summary>
public sealed class When_the_official_RFC_6962_vectors_are_run
{
    private static readonly string Folder = Vectors.PathOf("rfc6962-merkle");

    public static TheoryData<string> Inclusions => Files("inclusion");

    public static TheoryData<string> Consistencies => Files("consistency");

    [Fact]
    public void All_of_them_are_there()
    {
        Inclusions.Count.ShouldBe(98);
        Consistencies.Count.ShouldBe(98);
    }

    [Fact]
    public void Roots_are_those_of_the_reference()
    {
        using var roots = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "roots.json")));
        var leaves = roots.RootElement.GetProperty("leaf_inputs_hex").EnumerateArray().Select(hex => Convert.FromHexString(hex.GetString()!)).ToArray();
        var expected = roots.RootElement.GetProperty("root_by_size_hex").EnumerateArray().Select(hex => hex.GetString()!).ToArray();
        var tree = new MerkleFrontier();
        expected.Length.ShouldBe(leaves.Length + 1);

        for (var size = 0; size <= leaves.Length; size++)
        {
            Convert.ToHexStringLower(tree.Root()).ShouldBe(expected[size]);
            if (size < leaves.Length)
                tree.Append(LedgerHash.Leaf(leaves[size]));
        }
    }

    [Theory]
    [MemberData(nameof(Inclusions))]
    public void Inclusion(string file)
    {
        using var vector = Read("inclusion", file);
        var at = vector.RootElement;

        var verified = InclusionProof.Verify(
            (long)at.GetProperty("leafIdx").GetUInt64(), (long)at.GetProperty("treeSize").GetUInt64(), Bytes(at, "leafHash"), Hashes(at), Bytes(at, "root"), out var problem);

        verified.ShouldBe(!at.GetProperty("wantErr").GetBoolean(), problem);
        (problem is null).ShouldBe(verified);
    }

    [Theory]
    [MemberData(nameof(Consistencies))]
    public void Consistency(string file)
    {
        using var vector = Read("consistency", file);
        var at = vector.RootElement;

        var verified = ConsistencyProof.Verify(
            (long)at.GetProperty("size1").GetUInt64(), (long)at.GetProperty("size2").GetUInt64(), Bytes(at, "root1"), Bytes(at, "root2"), Hashes(at), out var problem);

        verified.ShouldBe(!at.GetProperty("wantErr").GetBoolean(), problem);
        (problem is null).ShouldBe(verified);
    }

    private static TheoryData<string> Files(string kind)
    {
        var root = Path.Combine(Folder, "testdata", kind);
        return [.. Directory.GetFiles(root, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
    }

    private static JsonDocument Read(string kind, string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "testdata", kind, file)));

    private static byte[] Bytes(JsonElement at, string name) => at.GetProperty(name).ValueKind == JsonValueKind.Null ? [] : at.GetProperty(name).GetBytesFromBase64();

    private static byte[][] Hashes(JsonElement at) =>
        at.GetProperty("proof").ValueKind == JsonValueKind.Null ? [] : [.. at.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
}
