using System.Net;
using HandoffSaga.Ledger;
using HandoffSaga.Specs.Ledger;

namespace HandoffSaga.Specs.Api;

public sealed class When_the_ledger_is_read_over_http : IAsyncLifetime
{
    private RunningApi _api = null!;
    private LogOnDisk _log = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await RunningApi.Start();
        _log = await LogOnDisk.Of(100, 300);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task It_verifies_as_it_does_on_disk()
    {
        Publish();
        var tiles = new HttpTiles(_api.Http, new Uri(_api.Http.BaseAddress!, "ledger/"));
        var report = await new LogVerifier(tiles, _log.Key.VerifierKey, []).Verify([], [], Cancellation);
        report.IsClean.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Entries.ShouldBe(300);
        (await new TreeTiles(tiles, 100).Root(Cancellation)).ShouldBe(await new TreeTiles(_log.Tiles, 100).Root(Cancellation));
    }

    [Fact]
    public async Task The_checkpoint_is_asked_for_again_and_tiles_are_kept_for_good()
    {
        Publish();
        var checkpoint = await _api.Get("/ledger/checkpoint");
        checkpoint.Message.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        checkpoint.Message.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var tile = await _api.Get("/ledger/tile/0/000.p/100");
        tile.Bytes.Length.ShouldBe(100 * 32);
        tile.MediaType.ShouldBe("application/octet-stream");
        tile.Message.Headers.CacheControl!.Extensions.ShouldContain(extension => extension.Name == "immutable");
    }

    [Theory]
    [InlineData("/ledger/tile/0/009")]
    [InlineData("/ledger/tile/0/0")]
    [InlineData("/ledger/tile/0/..%2F..%2Fcheckpoint")]
    [InlineData("/ledger/checkpoints/100")]
    [InlineData("/ledger/nothing")]
    public async Task Anything_else_is_not_found(string path)
    {
        Publish();
        (await _api.Get(path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Before_the_first_checkpoint_there_is_none() =>
        (await _api.Get("/ledger/checkpoint")).Status.ShouldBe(HttpStatusCode.NotFound);

    private void Publish()
    {
        foreach (var file in Directory.EnumerateFiles(_log.Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_api.LedgerFolder, Path.GetRelativePath(_log.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
