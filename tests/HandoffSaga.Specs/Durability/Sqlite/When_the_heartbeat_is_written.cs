using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Sqlite;

namespace HandoffSaga.Specs.Durability;

public sealed class When_the_heartbeat_is_written : IAsyncLifetime
{
    private readonly SqliteUnderTest _files = new();
    private SqliteStore _store = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

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
    public async Task It_leaves_no_row_behind()
    {
        await _store.Beat(0, Ends);
        await _store.Beat(100_000, Ends);

        (await _files.Count("outbox")).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(300_000, 300_000)]
    public async Task It_goes_to_the_disk_with_as_many_bytes_as_asked_for(int bytes, int atLeast)
    {
        var before = new FileInfo(_files.File + "-wal").Length;

        await _store.Beat(bytes, Ends);

        (new FileInfo(_files.File + "-wal").Length - before).ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [Fact]
    public async Task A_damaged_file_is_found_by_it()
    {
        await using (await Task.FromResult(new Closing(_store)))
        {
            await _store.Beat(0, Ends);
        }

        var damaged = await File.ReadAllBytesAsync(_files.File, Ends);
        Array.Fill(damaged, (byte)0x5A, 4096, damaged.Length - 4096);
        await File.WriteAllBytesAsync(_files.File, damaged, Ends);
        using var store = new SqliteStore(_files.ConnectionString, new DurabilityOptions(), TimeProvider.System);

        (await Should.ThrowAsync<Exception>(() => store.Open(Ends))).Message.ShouldContain("restore a backup");
    }

    private sealed class Closing(SqliteStore store) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await store.Close();
    }
}
