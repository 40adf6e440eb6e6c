using System.Net;
using System.Text.Json;
using HandoffSaga.SystemSpecs.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>Over HTTP, from a station whose process is killed again and again, to a receiver that fails and forgets to answer.</summary>
public sealed class When_SMART_Ledger_is_forwarded_to
{
    private const int Kills = 8;

    private readonly List<string> _kept = [];
    private int _posts;

    [Fact]
    public async Task It_has_every_entry_in_order_whoever_fails()
    {
        await using var receiver = await Receiver();
        await using var station = await RealStation.With();
        station.Given("Ledger__ForwardUrl", receiver.Urls.First() + "/entries");
        await station.Start();
        for (var n = 0; n < Kills; n++)
        {
            await station.Submit($"PKG-{n}");
            var before = _posts;
            await Until(() => _posts > before);
            await station.Process.Kill();
            await station.Start();
        }

        await station.UntilComplete(Kills);

        var events = 0;
        for (var n = 0; n < Kills; n++)
            events += (await station.Get($"transfers/PKG-{n}/audit")).GetProperty("items").GetArrayLength();
        await Until(() => Count() >= events);
        Count().ShouldBe(events);
        _kept.Distinct().Count().ShouldBe(events);
        (await station.Get("health/ready"))
            .GetProperty("checks")
            .EnumerateArray()
            .ShouldContain(check => check.GetProperty("name").GetString() == "smart-ledger (http)");
    }

    private int Count()
    {
        lock (_kept)
            return _kept.Count;
    }

    private async Task<WebApplication> Receiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.Run(Take);
        await receiver.StartAsync();
        return receiver;
    }

    // Of three batches it refuses one, and takes one without a word.
    private async Task Take(HttpContext http)
    {
        var batch = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        var turn = Interlocked.Increment(ref _posts) % 3;
        if (turn == 1)
        {
            http.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            return;
        }

        lock (_kept)
            Keep(batch);
        if (turn == 2)
            http.Abort();
    }

    private void Keep(JsonElement batch)
    {
        var index = batch.GetProperty("first_index").GetInt32();
        index.ShouldBeLessThanOrEqualTo(_kept.Count, "a batch came before the one it follows");
        foreach (var id in batch.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("event_id").GetString()!))
        {
            if (index == _kept.Count)
                _kept.Add(id);
            _kept[index++].ShouldBe(id);
        }
    }

    private static async Task Until(Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(RealStation.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isTrue())
            await look.WaitForNextTickAsync(patience.Token);
    }
}
