using System.Text.Json;
using HandoffSaga.Ledger;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Ledger.Tree;

/// <summary>What Go's tlog made and judged: the proofs a verifier must accept and, above all, those it must refuse.</summary>
public sealed class When_roots_and_proofs_come_from_Go
{
    private static readonly Dictionary<string, JsonElement> InclusionCases = Cases("inclusion.json");
    private static readonly Dictionary<string, JsonElement> ConsistencyCases = Cases("consistency.json");

    public static TheoryData<string> Inclusions => [.. InclusionCases.Keys];

    public static TheoryData<string> Consistencies => [.. ConsistencyCases.Keys];

    [Fact]
    public void All_of_them_are_there()
    {
        (InclusionCases.Count, InclusionCases.Values.Count(Accepted)).ShouldBe((301, 10));
        (ConsistencyCases.Count, ConsistencyCases.Values.Count(Accepted)).ShouldBe((357, 11));
    }

    [Fact]
    public void Roots_are_those_of_Go()
    {
        using var roots = Read("roots.json");
        var tree = new MerkleFrontier();
        var sizes = roots.RootElement.EnumerateArray().ToArray();
        sizes.Length.ShouldBe(301);

        foreach (var at in sizes)
        {
            if (at.GetProperty("size").GetInt64() > 0)
                tree.Append(LedgerHash.Leaf(Convert.FromHexString(at.GetProperty("last_leaf_hex").GetString()!)));
            Convert.ToHexStringLower(tree.Root()).ShouldBe(at.GetProperty("root_hex").GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Inclusions))]
    public void Inclusion(string name)
    {
        var at = InclusionCases[name];

        var verified = InclusionProof.Verify(
            at.GetProperty("index").GetInt64(),
            at.GetProperty("size").GetInt64(),
            Bytes(at, "leaf_hash"),
            Proof(at),
            Bytes(at, "root"),
            out var problem
        );

        verified.ShouldBe(Accepted(at), problem);
        (problem is null).ShouldBe(verified);
    }

    [Theory]
    [MemberData(nameof(Consistencies))]
    public void Consistency(string name)
    {
        var at = ConsistencyCases[name];

        var verified = ConsistencyProof.Verify(
            at.GetProperty("size1").GetInt64(),
            at.GetProperty("size2").GetInt64(),
            Bytes(at, "root1"),
            Bytes(at, "root2"),
            Proof(at),
            out var problem
        );

        verified.ShouldBe(Accepted(at), problem);
        (problem is null).ShouldBe(verified);
    }

    [Fact]
    public void A_tree_is_itself_whatever_its_root_is()
    {
        // Go cannot be asked: its roots have 32 bytes. Nothing is hashed between two trees of one size, so no length is wrong.
        ConsistencyProof.Verify(1, 1, "any"u8, "any"u8, [], out var problem).ShouldBeTrue(problem);
        ConsistencyProof.Verify(0, 0, "any"u8, "any"u8, [], out _).ShouldBeFalse();
        ConsistencyProof.Verify(1, 1, "any"u8, "other"u8, [], out _).ShouldBeFalse();
    }

    private static Dictionary<string, JsonElement> Cases(string file)
    {
        using var cases = Read(file);
        return cases.RootElement.EnumerateArray().ToDictionary(at => at.GetProperty("name").GetString()!, at => at.Clone());
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Vectors.PathOf("merkle", file)));

    private static bool Accepted(JsonElement at) => at.GetProperty("accepted").GetBoolean();

    private static byte[] Bytes(JsonElement at, string name) => at.GetProperty(name).GetBytesFromBase64();

    private static byte[][] Proof(JsonElement at) =>
        [.. at.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
}
