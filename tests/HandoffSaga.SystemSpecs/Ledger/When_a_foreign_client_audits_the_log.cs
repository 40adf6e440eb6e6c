using HandoffSaga.Ledger;

namespace HandoffSaga.SystemSpecs.Ledger;

public sealed class When_a_foreign_client_audits_the_log : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("handoff-audited-").FullName;
    private readonly NoteSigningKey _key = NoteSigningKey.Generate("handoff.local/NODE-001", NoteKeyType.Ed25519);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entry_and_every_earlier_checkpoint_is_proved_to_it()
    {
        await Publish(1, 7, 256, 300, 777);
        var (exitCode, said, complained) = await GoClient.Audit(_folder, _key.VerifierKey.ToString(), Cancellation);
        (exitCode, said).ShouldBe((0, "777 entries, 5 checkpoints"), complained);
    }

    /// <summary>A process that dies while it publishes has kept its newest checkpoint and not yet made it the current one.</summary>
    [Fact]
    public async Task A_kept_checkpoint_beyond_the_current_one_is_proved_to_it_too()
    {
        await Publish(300, 777);
        var (_, older) = PublishedCheckpoints.In(_folder).First();
        await File.WriteAllBytesAsync(Path.Combine(_folder, "checkpoint"), older, Cancellation);

        var (exitCode, said, complained) = await GoClient.Audit(_folder, _key.VerifierKey.ToString(), Cancellation);

        (exitCode, said).ShouldBe((0, "777 entries, 2 checkpoints"), complained);
    }

    [Fact]
    public async Task One_changed_byte_shows_to_it()
    {
        await Publish(300);
        var tile = Path.Combine(_folder, "tile/0/000");
        var bytes = await File.ReadAllBytesAsync(tile, Cancellation);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes, Cancellation);

        (await GoClient.Audit(_folder, _key.VerifierKey.ToString(), Cancellation)).ExitCode.ShouldBe(1);
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Publish(params long[] sizes)
    {
        var writer = await TileFolder.Open(_folder, 0, Cancellation);
        foreach (var size in sizes)
        {
            while (writer.Size < size)
                writer.Append(System.Text.Encoding.UTF8.GetBytes($"{{\"entry\":{writer.Size}}}"));
            writer.Publish(SignedCheckpoint.Sign(new Checkpoint("handoff.local/NODE-001", writer.Size, writer.Root()), _key));
        }
    }
}
