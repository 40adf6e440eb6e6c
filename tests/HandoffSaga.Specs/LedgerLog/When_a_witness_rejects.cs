using System.Text;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Witnessing;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Hubs;
using Microsoft.AspNetCore.Http;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>
/// What C2SP tlog-witness lets a witness answer, and what the log makes of it. Publishing goes on, unless going on could be a fork.
/// </summary>
public sealed class When_a_witness_rejects : IAsyncLifetime
{
    private const string SizeType = "text/x.tlog.size";

    private readonly NoteSigningKey _key = NoteSigningKey.Generate("witness.example/w1", NoteKeyType.Cosignature);
    private readonly string _memory = Directory.CreateTempSubdirectory("handoff-witness-").FullName;
    private Station _station = null!;
    private SignedCheckpoint _first = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Given a log with a head, and a second one after it
        _station = await Station.Started();
        using var log = await new Replica(_station).Opened();
        await HandOff(log, "PKG-1");
        _first = log.Head.Current!;
        await HandOff(log, "PKG-2");
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_memory, recursive: true);
    }

    [Theory]
    [InlineData(400, "", "says that the request is malformed (400)")]
    [InlineData(
        403,
        "unknown signature\nmore",
        "knows another key for handoff.local/NODE-LP-001 (403): give its operator what \"handoff ledger checkpoint --vkey\" prints. It says: unknown signature"
    )]
    [InlineData(
        404,
        "",
        "does not know handoff.local/NODE-LP-001 (404): give its operator what \"handoff ledger checkpoint --vkey\" prints"
    )]
    [InlineData(409, "no number\n", "knows another size and does not say which (409)")]
    [InlineData(422, "", "does not find", "it has cosigned nothing yet, so it is no fork")]
    [InlineData(503, "\u001b[2Jback soon", "answered 503. It says: ?[2Jback soon")]
    [InlineData(200, "nothing", "is not a cosignature")]
    public async Task The_log_goes_on_without_it_says_why_and_asks_again_later(
        int status,
        string body,
        string problem,
        string? because = null
    )
    {
        await using var witness = await LoopbackHub.Answering(status, Encoding.UTF8.GetBytes(body));
        using var log = await Asking(witness).Opened();

        log.CheckpointCosigner.Problem!.ShouldContain(problem, customMessage: because);
        log.CheckpointCosigner.Problem!.ShouldContain(_key.VerifierKey.Name);
        await HandOff(log, "PKG-3");
        log.Head.Current!.Checkpoint.Size.ShouldBe((await _station.AllLedgerEntries()).Count);
        witness.Arrived.Count.ShouldBe(1, "not before the pause is over");
        _station.Clock.Advance(TimeSpan.FromSeconds(1));
        await log.CheckpointCosigner.AtStart(Cancellation);
        witness.Arrived.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_is_asked_again_after_the_same_pause_although_the_clock_was_set_back()
    {
        await using var witness = await LoopbackHub.Answering(503, []);
        using var log = await Asking(witness).Opened();

        _station.Clock.Set(TimeSpan.FromDays(-1));
        _station.Clock.Advance(TimeSpan.FromSeconds(1));
        await log.CheckpointCosigner.AtStart(Cancellation);

        witness.Arrived.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_knows_another_size_is_asked_from_there_and_cosigns()
    {
        await using var witness = await Real();
        var real = Witness();
        real.Add(new AddCheckpoint(0, [], _first.Note).ToBytes()).Answer.ShouldBe(WitnessAnswer.Cosigned);
        using var log = await Asking(witness).Opened();

        witness
            .Arrived.Select(request => Encoding.UTF8.GetString(request.Body).Split('\n')[0])
            .ShouldBe(["old 0", $"old {_first.Checkpoint.Size}"]);
        log.Head.Current!.Cosignatures.Count.ShouldBe(1);
        log.CheckpointCosigner.Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("text/plain", "5\n")]
    [InlineData(SizeType, "5")]
    [InlineData(SizeType, "05\n")]
    [InlineData(SizeType, "-5\n")]
    [InlineData(SizeType, "")]
    public async Task A_size_that_is_not_told_as_the_protocol_has_it_is_none(string type, string body)
    {
        await using var witness = await LoopbackHub.Answering(http => Answer(http, 409, type, body));
        using var log = await Asking(witness).Opened();

        witness.Arrived.Count.ShouldBe(1);
        log.CheckpointCosigner.Problem!.ShouldContain("does not say which (409)");
    }

    [Fact]
    public async Task One_that_has_seen_another_log_halts_this_one()
    {
        // Given a head with this log's signature that is not this log's
        await using var witness = await Real();
        using (var stolen = LogKey())
        {
            Witness()
                .Add(
                    new AddCheckpoint(
                        0,
                        [],
                        SignedCheckpoint.Sign(_first.Checkpoint with { Root = LedgerHash.Leaf("another log"u8) }, stolen).Note
                    ).ToBytes()
                )
                .Answer.ShouldBe(WitnessAnswer.Cosigned);
        }

        using var log = Asking(witness);

        (await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation))).Message.ShouldContain(
            $"it does not continue the one of {_first.Checkpoint.Size} that it cosigned before"
        );
    }

    [Fact]
    public async Task One_that_has_seen_more_than_the_database_holds_halts_it_too()
    {
        await using var witness = await LoopbackHub.Answering(http => Answer(http, 409, SizeType, "1000000\n"));
        using var log = Asking(witness);

        (await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation))).Message.ShouldContain(
            "cosigned a checkpoint of 1000000 entries, but the database has fewer"
        );
    }

    [Fact]
    public async Task A_log_whose_own_tiles_are_damaged_does_not_look_like_a_fork()
    {
        await using var witness = await Real();
        Witness().Add(new AddCheckpoint(0, [], _first.Note).ToBytes()).Answer.ShouldBe(WitnessAnswer.Cosigned);
        using var log = Asking(witness);
        foreach (var tile in Directory.GetFiles(Path.Combine(log.Options.Folder, "tile", "0"), "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(tile, Cancellation);
            bytes[0] ^= 1;
            await File.WriteAllBytesAsync(tile, bytes, Cancellation);
        }

        await log.Opened();

        log.CheckpointCosigner.Problem!.ShouldContain("this log's own tiles do not prove");
        witness.Arrived.Count.ShouldBe(1, "only the first question, which has no proof");
    }

    private LedgerWitness Witness()
    {
        using var log = LogKey();
        return new LedgerWitness(_key, [log.VerifierKey], new WitnessFolder(_memory), _station.Clock);
    }

    private NoteSigningKey LogKey()
    {
        NoteKeyFile
            .TryRead(Path.Combine(_station.Folder, "ledger.key"), Replica.Origin, NoteKeyType.Ed25519, out var log, out var problem)
            .ShouldBeTrue(problem);
        return log!;
    }

    private async Task<LoopbackHub> Real()
    {
        LoopbackHub? hub = null;
        var witness = Witness();
        hub = await LoopbackHub.Answering(http =>
        {
            var reply = witness.Add(hub!.Arrived.Last().Body);
            return Answer(http, (int)reply.Answer, reply.ContentType, reply.Body);
        });
        return hub;
    }

    private Replica Asking(LoopbackHub witness) => new(_station, witness: new WitnessOptions(new Uri(witness.Url, "/"), _key.VerifierKey));

    private async Task HandOff(Replica log, string packageId)
    {
        await _station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await _station.UntilComplete(packageId);
        await log.CatchUp();
    }

    private static async Task Answer(HttpContext http, int status, string type, string body)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, type);
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}
