using System.Text;
using HandoffSaga.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Ledger.Witness;

public sealed class When_a_witness_is_asked : IDisposable
{
    private readonly NoteSigningKey _key = NoteSigningKey.Generate("witness.local/w1", NoteKeyType.Cosignature);
    private readonly string _folder = Directory.CreateTempSubdirectory("handoff-witness-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_cosigns_the_first_checkpoint_and_each_that_continues_it()
    {
        using var log = await LogOnDisk.Of(5);
        var witness = Witness(log);
        var first = log.Head!;
        Vouched(log, witness.Add(Request(0, [], first))).Cosignatures.Count.ShouldBe(1);

        await log.PublishUpTo(300);
        var proof = await log.Tree.ProveConsistency(5, Cancellation);
        Vouched(log, witness.Add(Request(5, proof, log.Head!))).Checkpoint.Size.ShouldBe(300);
    }

    [Fact]
    public async Task The_same_checkpoint_is_cosigned_again()
    {
        using var log = await LogOnDisk.Of(5);
        var witness = Witness(log);
        witness.Add(Request(0, [], log.Head!));
        witness.Add(Request(5, [], log.Head!)).Answer.ShouldBe(WitnessAnswer.Cosigned);
    }

    [Fact]
    public async Task It_tells_which_size_it_knows()
    {
        using var log = await LogOnDisk.Of(5);
        var witness = Witness(log);
        witness.Add(Request(0, [], log.Head!));

        var reply = witness.Add(Request(0, [], log.Head!));
        (reply.Answer, reply.ContentType, reply.Body).ShouldBe((WitnessAnswer.OtherSize, "text/x.tlog.size", "5\n"));
    }

    [Fact]
    public async Task It_rejects_a_fork()
    {
        using var log = await LogOnDisk.Of(5);
        var witness = Witness(log);
        witness.Add(Request(0, [], log.Head!));
        var fork = SignedCheckpoint.Sign(log.Head!.Checkpoint with { Root = LedgerHash.Leaf("other"u8) }, log.Key);
        witness.Add(Request(5, [], fork)).Answer.ShouldBe(WitnessAnswer.Inconsistent);

        await log.PublishUpTo(9);
        var proof = await log.Tree.ProveConsistency(5, Cancellation);
        proof[0][0] ^= 1;
        witness.Add(Request(5, proof, log.Head!)).Answer.ShouldBe(WitnessAnswer.Inconsistent);
        witness.Add(Request(5, [], log.Head!)).Answer.ShouldBe(WitnessAnswer.Inconsistent);
    }

    [Fact]
    public async Task An_empty_log_with_a_root_is_inconsistent_and_not_unreadable()
    {
        using var log = await LogOnDisk.Of(5);
        var impossible = SignedCheckpoint.Sign(log.Head!.Checkpoint with { Size = 0 }, log.Key);
        Witness(log).Add(Request(0, [], impossible)).Answer.ShouldBe(WitnessAnswer.Inconsistent);

        var empty = SignedCheckpoint.Sign(log.Head.Checkpoint with { Size = 0, Root = LedgerHash.EmptyRoot.ToArray() }, log.Key);
        Witness(log).Add(Request(0, [], empty)).Answer.ShouldBe(WitnessAnswer.Cosigned);
    }

    [Fact]
    public async Task A_log_may_sign_with_any_of_the_keys_it_is_known_by()
    {
        using var log = await LogOnDisk.Of(5);
        using var next = NoteSigningKey.Generate(LogOnDisk.Origin, NoteKeyType.Ed25519);
        var witness = new LedgerWitness(_key, [next.VerifierKey, log.Key.VerifierKey], new WitnessFolder(_folder), _clock);
        witness.Add(Request(0, [], log.Head!)).Answer.ShouldBe(WitnessAnswer.Cosigned);
    }

    [Fact]
    public async Task It_remembers_over_a_restart()
    {
        using var log = await LogOnDisk.Of(5);
        Witness(log).Add(Request(0, [], log.Head!));

        Witness(log).Add(Request(0, [], log.Head!)).Answer.ShouldBe(WitnessAnswer.OtherSize);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(LogOnDisk.Origin)));
        var kept = Witness(log).Last(hash).ShouldNotBeNull();
        SignedCheckpoint.TryOpen(kept, log.Key.VerifierKey, [_key.VerifierKey], out var opened, out _).ShouldBeTrue();
        opened!.Cosignatures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_spoiled_memory_is_not_an_empty_one()
    {
        using var log = await LogOnDisk.Of(5);
        Witness(log).Add(Request(0, [], log.Head!));
        File.WriteAllText(Directory.GetFiles(_folder, "checkpoint", SearchOption.AllDirectories).Single(), "");

        Should.Throw<InvalidDataException>(() => Witness(log).Add(Request(0, [], log.Head!)));
    }

    [Fact]
    public async Task It_knows_only_its_logs_and_their_keys()
    {
        using var log = await LogOnDisk.Of(5);
        using var other = await LogOnDisk.Of(5);
        var witness = Witness(log);
        witness.Add(Request(0, [], other.Head!)).Answer.ShouldBe(WitnessAnswer.NotSigned);

        using var stranger = NoteSigningKey.Generate("handoff.local/NODE-999", NoteKeyType.Ed25519);
        witness
            .Add(Request(0, [], SignedCheckpoint.Sign(log.Head!.Checkpoint with { Origin = "handoff.local/NODE-999" }, stranger)))
            .Answer.ShouldBe(WitnessAnswer.UnknownLog);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 5\n")]
    [InlineData("old 05\n\n")]
    [InlineData("new 5\n\n")]
    [InlineData("old 5\nAAAA\n\n")]
    [InlineData("old 5\n\nnothing")]
    public async Task Nonsense_is_malformed(string body)
    {
        using var log = await LogOnDisk.Of(5);
        Witness(log).Add(Encoding.UTF8.GetBytes(body)).Answer.ShouldBe(WitnessAnswer.Malformed);
    }

    [Fact]
    public async Task A_smaller_log_or_a_needless_proof_is_rejected()
    {
        using var log = await LogOnDisk.Of(5);
        Witness(log).Add(Request(6, [], log.Head!)).Answer.ShouldBe(WitnessAnswer.Malformed);
        Witness(log).Add(Request(0, [new byte[32]], log.Head!)).Answer.ShouldBe(WitnessAnswer.Inconsistent);
    }

    [Fact]
    public void A_request_goes_through_its_text()
    {
        using var log = NoteSigningKey.Generate("a.b", NoteKeyType.Ed25519);
        var signed = SignedCheckpoint.Sign(new Checkpoint("a.b", 9, new byte[32]), log);
        var body = Request(4, [LedgerHash.Leaf("1"u8), LedgerHash.Leaf("2"u8)], signed);
        AddCheckpoint.TryParse(body, out var request, out var problem).ShouldBeTrue(problem);
        request!.ToBytes().ShouldBe(body);
        request.Proof.Count.ShouldBe(2);
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Request(long oldSize, byte[][] proof, SignedCheckpoint checkpoint) =>
        new AddCheckpoint(oldSize, proof, checkpoint.Note).ToBytes();

    private LedgerWitness Witness(LogOnDisk log) => new(_key, [log.Key.VerifierKey], new WitnessFolder(_folder), _clock);

    private SignedCheckpoint Vouched(LogOnDisk log, WitnessReply reply)
    {
        reply.Answer.ShouldBe(WitnessAnswer.Cosigned, reply.Body);
        byte[] note = [.. Encoding.UTF8.GetBytes(log.Head!.Note.ToString()), .. Encoding.UTF8.GetBytes(reply.Body)];
        SignedCheckpoint.TryOpen(note, log.Key.VerifierKey, [_key.VerifierKey], out var opened, out var problem).ShouldBeTrue(problem);
        return opened!;
    }
}
