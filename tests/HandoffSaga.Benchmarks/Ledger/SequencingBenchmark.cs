using System.Diagnostics;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Plant;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Benchmarks.Ledger;

/// <summary>
/// From an event's commit to the checkpoint that covers it, on SQLite with synchronous=FULL or on a PostgreSQL server with fsync, and every
/// tile synced: how fast a backlog is sequenced and published, how long a start takes with it, and how long each of a stream of events
/// waits.
/// </summary>
internal static class SequencingBenchmark
{
    private const string Origin = "handoff.local/NODE-001";

    public static async Task<int> Run(Options options)
    {
        var (events, perSecond, seconds) = (
            options.Number("--entries", 200_000),
            options.Number("--per-second", 300),
            options.Number("--seconds", 20)
        );
        if (options.Text("--store") is not (null or "sqlite" or "postgres"))
            throw new ArgumentException("--store is sqlite or postgres.");
        var folder = Path.Combine(Directory.GetCurrentDirectory(), ".benchmark-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        PlantServers? servers = null;
        try
        {
            if (options.Text("--store") == "postgres")
            {
                servers = await PlantServers.Start();
                await servers.Clear();
            }

            var store = servers is null ? SequencingStore.Sqlite(folder) : SequencingStore.Postgres(servers);
            Console.WriteLine($"on {store.Kind}");
            await Seed(store, folder, events);
            await CatchUp(store, folder, events);
            await Start(store, folder, events);
            await Stream(store, folder, perSecond, seconds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            if (servers is not null)
                await servers.DisposeAsync();
        }
    }

    private static async Task CatchUp(SequencingStore store, string folder, int events)
    {
        using var host = await Host(store, folder);
        var log = host.Services.GetRequiredService<LedgerLogService>();
        await log.Open(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        await log.CatchUp(CancellationToken.None);
        Console.WriteLine($"a backlog of {events}, sequenced and published: {events / clock.Elapsed.TotalSeconds:0} entries/s");
        await host.StopAsync();
    }

    private static async Task Start(SequencingStore store, string folder, int events)
    {
        using var host = await Host(store, folder);
        var clock = Stopwatch.StartNew();
        await host.Services.GetRequiredService<LedgerLogService>().Open(CancellationToken.None);
        Console.WriteLine($"a start with {events} entries, all hashed anew beside the handing off: {clock.Elapsed.TotalSeconds:0.00} s");
        await host.StopAsync();
    }

    private static async Task Stream(SequencingStore store, string folder, int perSecond, int seconds)
    {
        using var host = await Host(store, folder);
        var log = host.Services.GetRequiredService<LedgerLogService>();
        var published = host.Services.GetRequiredService<PublishedCheckpoint>();
        var units = host.Services.GetRequiredService<IUnitsOfWork>();
        await log.StartAsync(CancellationToken.None);
        while (published.Current is null)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);

        var before = published.Current.Checkpoint.Size;
        var committed = new List<long>();
        using var ended = new CancellationTokenSource();
        var watching = Watch(published, before, committed, perSecond * seconds, ended.Token);
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < perSecond * seconds; n++)
        {
            var ahead = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), start + (n * Stopwatch.Frequency / perSecond));
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, TimeProvider.System);
            await units.Run(
                unit =>
                {
                    unit.Add(Event(int.MaxValue - n, 0));
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
            lock (committed)
                committed.Add(Stopwatch.GetTimestamp());
        }

        var milliseconds = await watching;
        var latency = Latency.Of(milliseconds);
        Console.WriteLine(
            $"{milliseconds.Length} events at {milliseconds.Length / Stopwatch.GetElapsedTime(start).TotalSeconds:0}/s, from commit to checkpoint: p50 {latency.P50:0} ms, p99 {latency.P99:0} ms, slowest {milliseconds[^1]:0} ms"
        );
        await log.StopAsync(CancellationToken.None);
        await host.StopAsync();
    }

    // One writer, so events get their index in the order of their commits.
    private static async Task<double[]> Watch(
        PublishedCheckpoint published,
        long before,
        List<long> committed,
        int count,
        CancellationToken cancellationToken
    )
    {
        var waited = new List<double>(count);
        while (waited.Count < count)
        {
            var covered = published.Current!.Checkpoint.Size - before;
            var now = Stopwatch.GetTimestamp();
            lock (committed)
            {
                while (waited.Count < Math.Min(covered, committed.Count))
                    waited.Add(Stopwatch.GetElapsedTime(committed[waited.Count], now).TotalMilliseconds);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
        }

        waited.Sort();
        return [.. waited];
    }

    private static async Task<IHost> Host(SequencingStore store, string folder)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        var hub = new Hubs.HubOptions { Url = new Uri("http://127.0.0.1:9/") };
        builder.Services.AddHandoff(
            new HandoffOptions
            {
                Node = new NodeIdentity { LedgerOrigin = Origin },
                Store = new StoreOptions { Kind = store.Kind, ConnectionString = store.Connection },
                Hubs = new(hub, hub),
                Contracts = new SmartContracts.ContractsOptions { Folder = folder },
                Guardian = new Authorization.GuardianOptions { Verification = Authorization.GuardianVerification.Off },
            }
        );
        // Its parts, not its running: that is the benchmark's.
        var log = new ServiceCollection().AddLedgerLog(
            new LedgerLogOptions(Origin, Path.Combine(folder, "ledger.key"), Path.Combine(folder, "ledger"))
        );
        foreach (var service in log.Where(service => service.ServiceType != typeof(IHostedService)))
            builder.Services.Add(service);
        var host = builder.Build();
        await host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await host.StartAsync();
        return host;
    }

    private static async Task Seed(SequencingStore store, string folder, int events)
    {
        using (var host = await Host(store, folder))
            await host.StopAsync();
        await store.Seed(
            Enumerable
                .Range(0, events)
                .Select(n =>
                {
                    var (id, utf8) = Entry(n, n);
                    return (id, utf8, LedgerHash.Leaf(utf8));
                })
        );
    }

    private static Row Event(int number, int transfer)
    {
        var (eventId, utf8) = Entry(number, transfer);
        return Tables.LedgerEntries.Row(
            eventId,
            null,
            null,
            "transfer",
            1L,
            "transfer_to_vault",
            utf8,
            LedgerHash.Leaf(utf8),
            DateTimeOffset.UnixEpoch
        );
    }

    private static (Guid Id, byte[] Utf8) Entry(int number, int transfer)
    {
        var id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]);
        return (
            id,
            AuditTrail
                .Append(
                    0,
                    null,
                    LedgerBenchmark.Sample with
                    {
                        EventId = id,
                        PackageId = $"PKG-2025-{transfer:000000}-LP-TEST1",
                        TransferId = null,
                    }
                )
                .Utf8
        );
    }
}
