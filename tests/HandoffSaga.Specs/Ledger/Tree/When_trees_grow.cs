using CsCheck;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Tree;

/// <summary>Against the RFC's own definitions, for every size and place up to some number.</summary>
public sealed class When_trees_grow
{
    private const int Largest = 40;

    private static readonly byte[][] Entries = [.. Enumerable.Range(0, Largest).Select(i => new byte[] { (byte)i, 7 })];

    [Fact]
    public void Every_root_is_that_of_the_RFC()
    {
        for (var size = 0; size <= Largest; size++)
            Grown(size).Root().ShouldBe(NaiveTree.Root(Entries[..size]));
    }

    [Fact]
    public void A_tree_goes_on_from_its_subtrees()
    {
        for (var size = 0; size < Largest; size++)
        {
            var taken = MerkleFrontier.FromBytes(size, Grown(size).ToBytes());
            taken.Append(LedgerHash.Leaf(Entries[size]));
            taken.Root().ShouldBe(NaiveTree.Root(Entries[..(size + 1)]));
        }
    }

    [Fact]
    public void Subtrees_of_another_size_are_rejected() =>
        Should.Throw<FormatException>(() => MerkleFrontier.FromBytes(6, Grown(7).ToBytes()));

    [Fact]
    public void Every_inclusion_proof_of_the_RFC_verifies_and_at_no_other_place()
    {
        for (var size = 1; size <= Largest; size++)
        {
            var root = NaiveTree.Root(Entries[..size]);
            for (var index = 0; index < size; index++)
            {
                var proof = NaiveTree.Path(index, Entries[..size]);
                var leaf = LedgerHash.Leaf(Entries[index]);
                InclusionProof.Verify(index, size, leaf, proof, root, out var problem).ShouldBeTrue(problem);
                for (var other = 0; other < size; other++)
                    InclusionProof.Verify(other, size, leaf, proof, root, out _).ShouldBe(other == index);
            }
        }
    }

    [Fact]
    public void Every_consistency_proof_of_the_RFC_verifies()
    {
        for (var second = 1; second <= Largest; second++)
        {
            for (var first = 1; first <= second; first++)
            {
                var proof = NaiveTree.Proof(first, Entries[..second]);
                ConsistencyProof
                    .Verify(first, second, NaiveTree.Root(Entries[..first]), NaiveTree.Root(Entries[..second]), proof, out var problem)
                    .ShouldBeTrue(problem);
            }
        }
    }

    [Fact]
    public void No_changed_proof_verifies() =>
        Gen.Select(Gen.Int[2, Largest], Gen.Int[0, 1000], Gen.Int[0, 255], Gen.Int[1, 255])
            .Sample(
                (size, place, at, change) =>
                {
                    var index = place % size;
                    var proof = NaiveTree.Path(index, Entries[..size]).Select(hash => (byte[])hash.Clone()).ToArray();
                    proof[at % proof.Length][at % 32] ^= (byte)change;
                    return !InclusionProof.Verify(
                        index,
                        size,
                        LedgerHash.Leaf(Entries[index]),
                        proof,
                        NaiveTree.Root(Entries[..size]),
                        out _
                    );
                }
            );

    [Fact]
    public void A_forked_tree_has_no_consistency_proof() =>
        Gen.Select(Gen.Int[1, Largest - 1], Gen.Int[0, 1000])
            .Sample(
                (first, place) =>
                {
                    byte[][] forked = [.. Entries];
                    forked[place % first] = [99, 99, 99];
                    return !ConsistencyProof.Verify(
                        first,
                        Largest,
                        NaiveTree.Root(Entries[..first]),
                        NaiveTree.Root(forked),
                        NaiveTree.Proof(first, forked),
                        out _
                    );
                }
            );

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_root_or_leaf_of_another_length_is_rejected(int length)
    {
        var leaf = LedgerHash.Leaf(Entries[0]);
        InclusionProof.Verify(0, 1, new byte[length], [], leaf, out _).ShouldBeFalse();
        InclusionProof.Verify(0, 1, leaf, [], new byte[length], out _).ShouldBeFalse();
        ConsistencyProof.Verify(1, 2, new byte[length], leaf, [leaf], out _).ShouldBeFalse();
        ConsistencyProof.Verify(1, 2, leaf, new byte[length], [leaf], out _).ShouldBeFalse();
        ConsistencyProof.Verify(1, 2, leaf, leaf, [new byte[length]], out _).ShouldBeFalse();
    }

    [Fact]
    public void Consistency_with_an_empty_tree_is_no_proof() =>
        ConsistencyProof.Verify(0, 1, LedgerHash.EmptyRoot, LedgerHash.Leaf(Entries[0]), [], out _).ShouldBeFalse();

    private static MerkleFrontier Grown(int size)
    {
        var tree = new MerkleFrontier();
        foreach (var entry in Entries.Take(size))
            tree.Append(LedgerHash.Leaf(entry));
        return tree;
    }
}
