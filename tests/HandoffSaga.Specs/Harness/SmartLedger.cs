using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using HandoffSaga.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.Harness;

/// <summary>A SMART-Ledger on a real socket, which keeps what it takes.</summary>
internal sealed class SmartLedger : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<byte[]> _posts = Channel.CreateUnbounded<byte[]>();

    private SmartLedger(WebApplication server) => _server = server;

    public Uri Url { get; private set; } = null!;

    public int Answer { get; set; } = 204;

    public string? RetryAfter { get; set; }

    /// <summary>A batch of more entries is too large for it.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>It never comes to the end of what it says.</summary>
    public bool Chatters { get; set; }

    /// <summary>How many posts there were, whatever it answered.</summary>
    public int Posts { get; private set; }

    /// <summary>The entries it took, in the order it took them, each with its index.</summary>
    public List<(long Index, string Entry)> Entries { get; } = [];

    /// <summary>The bodies it took.</summary>
    public List<byte[]> Batches { get; } = [];

    public static async Task<SmartLedger> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var ledger = new SmartLedger(builder.Build());
        ledger._server.Run(ledger.Take);
        await ledger._server.StartAsync();
        ledger.Url = new Uri(new Uri(ledger._server.Urls.First()), "entries");
        return ledger;
    }

    /// <summary>Once each and in order, whatever came twice.</summary>
    public IReadOnlyList<string> InOrder()
    {
        var kept = new List<string>();
        foreach (var (index, entry) in Entries)
        {
            index.ShouldBeLessThanOrEqualTo(kept.Count, "an entry came before the one it follows");
            if (index == kept.Count)
                kept.Add(entry);
            else
                kept[(int)index].ShouldBe(entry);
        }

        return kept;
    }

    /// <summary>What each batch is held to: its checkpoint is the log's and reaches beyond its entries.</summary>
    public static void Holds(byte[] body, NoteVerifierKey key)
    {
        var batch = JsonElement.Parse(body);
        SignedCheckpoint
            .TryOpen(Encoding.UTF8.GetBytes(batch.GetProperty("checkpoint").GetString()!), key, [], out var head, out var problem)
            .ShouldBeTrue(problem);
        head!.Checkpoint.Origin.ShouldBe(batch.GetProperty("origin").GetString());
        head.Checkpoint.Size.ShouldBeGreaterThanOrEqualTo(
            batch.GetProperty("first_index").GetInt64() + batch.GetProperty("entries").GetArrayLength()
        );
    }

    /// <summary>The next body that comes.</summary>
    public async Task<byte[]> Next()
    {
        using var patience = new CancellationTokenSource(Station.Patience);
        return await _posts.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Posts++;
        var batch = JsonElement.Parse(body.ToArray());
        var entries = batch.GetProperty("entries").EnumerateArray().Select(entry => entry.GetRawText()).ToList();
        http.Response.StatusCode = entries.Count > Most ? 413 : Answer;
        if (RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = wait;
        if (http.Response.StatusCode is >= 200 and < 300)
        {
            var first = batch.GetProperty("first_index").GetInt64();
            Entries.AddRange(entries.Select((entry, i) => (first + i, entry)));
            Batches.Add(body.ToArray());
        }

        if (Chatters)
            await Chatter(http);
        await http.Response.CompleteAsync();
        _posts.Writer.TryWrite(body.ToArray());
    }

    private static async Task Chatter(HttpContext http)
    {
        try
        {
            while (true)
                await http.Response.Body.WriteAsync(new byte[64 * 1024], http.RequestAborted);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException) { }
    }
}
