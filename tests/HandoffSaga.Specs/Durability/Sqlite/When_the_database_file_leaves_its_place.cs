using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Sqlite;

namespace HandoffSaga.Specs.Durability;

public sealed class When_the_database_file_leaves_its_place : IAsyncLifetime
{
    private readonly SqliteUnderTest _files = new();
    private SqliteStore _store = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    private string Elsewhere => _files.File + ".elsewhere";

    public async ValueTask InitializeAsync()
    {
        await _files.Create();
        _store = new SqliteStore(_files.ConnectionString, new DurabilityOptions(), TimeProvider.System);
        await _store.Open(Ends);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _files.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_written_to_a_file_that_was_moved_and_it_goes_on_when_it_is_back()
    {
        File.Move(_files.File, Elsewhere);

        await ShouldRefuse();

        File.Move(Elsewhere, _files.File);
        await _store.Beat(0, Ends);
        (await _store.Commit(Unit(), Ends)).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Nothing_is_written_to_a_file_that_was_deleted()
    {
        File.Delete(_files.File);

        await ShouldRefuse();
        File.Exists(_files.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_written_to_a_file_that_was_replaced_nor_to_the_one_in_its_place()
    {
        File.Move(_files.File, Elsewhere);
        File.Copy(Elsewhere, _files.File);
        var copy = await File.ReadAllBytesAsync(_files.File, Ends);

        await ShouldRefuse();
        (await File.ReadAllBytesAsync(_files.File, Ends)).ShouldBe(copy);
    }

    [Fact]
    public async Task Nothing_is_written_when_its_folder_was_moved()
    {
        var folder = Path.GetDirectoryName(_files.File)!;
        Directory.Move(folder, folder + ".elsewhere");
        try
        {
            await ShouldRefuse();
        }
        finally
        {
            Directory.Move(folder + ".elsewhere", folder);
        }

        await _store.Beat(0, Ends);
    }

    [Fact]
    public async Task A_new_connection_does_not_read_the_file_in_its_place()
    {
        File.Move(_files.File, Elsewhere);
        File.Copy(Elsewhere, _files.File);

        (await Should.ThrowAsync<StoreUnavailableException>(async () => await _store.CountOutbox(Ends))).Message.ShouldContain("replaced");
    }

    private async Task ShouldRefuse()
    {
        var refused = await Should.ThrowAsync<StoreUnavailableException>(() => _store.Beat(0, Ends));
        refused.Message.ShouldContain("specs.db");
        refused.Message.ShouldContain("until the same file is back");
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Commit(Unit(), Ends));
    }

    private static UnitOfWork Unit()
    {
        var unit = new UnitOfWork("spec");
        unit.Send(
            new OutgoingMessage
            {
                MessageId = Guid.NewGuid(),
                Destination = "queue:spec",
                ContentType = "application/json",
                Body = [1],
                MessageType = "Spec",
            }
        );
        return unit;
    }
}
