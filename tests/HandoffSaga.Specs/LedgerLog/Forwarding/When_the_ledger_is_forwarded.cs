using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.LedgerLog.Forwarding;

public sealed class When_the_ledger_is_forwarded : IAsyncLifetime
{
    private readonly List<IDisposable> _receivers = [];
    private Station _station = null!;
    private Replica _log = null!;
    private SmartLedger _smart = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        _log = await new Replica(_station).Opened();
        _smart = await SmartLedger.Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in _receivers)
            receiver.Dispose();
        _log.Dispose();
        await _smart.DisposeAsync();
        await _station.DisposeAsync();
    }

    [Fact]
    public async Task Every_entry_arrives_in_the_order_of_the_log_in_the_bytes_that_were_logged()
    {
        var forwarder = Forwarder();
        await HandOff("PKG-1");
        await HandOff("PKG-2");

        (await forwarder.Go()).ShouldBe(ForwardBackoff.PollInterval);

        _smart
            .Entries.Select(entry => entry.Index)
            .ShouldBe(Enumerable.Range(0, (int)_log.Head.Current!.Checkpoint.Size).Select(index => (long)index));
        _smart.Entries.Select(entry => entry.Entry).ShouldBe(await Logged());
        forwarder.Behind.ShouldBe(0);
    }

    [Fact]
    public async Task Each_batch_is_as_the_published_schema_has_it_under_a_checkpoint_that_covers_it()
    {
        var forwarder = Forwarder();
        await HandOff("PKG-1");
        await forwarder.Go();
        await HandOff("PKG-2");
        await forwarder.Go();

        _smart.Batches.Count.ShouldBe(2);
        var schemas = new WireSchemas();
        foreach (var batch in _smart.Batches)
        {
            schemas.Hold("ledger-batch", batch);
            SmartLedger.Holds(batch, _log.Key);
        }
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_stood()
    {
        await HandOff("PKG-1");
        await Forwarder().Go();
        var taken = _smart.Entries.Count;
        _log.Dispose();
        await _station.Restart();
        _log = await new Replica(_station).Opened();
        await HandOff("PKG-2");

        await Forwarder().Go();

        _smart.Entries[taken].Index.ShouldBe(taken);
        _smart.InOrder().ShouldBe(await Logged());
    }

    [Fact]
    public async Task A_crash_between_the_answer_and_the_cursor_sends_the_batch_again()
    {
        await HandOff("PKG-1");
        var dying = Forwarders.Over(_station, new DiesAfterwards(Receiver()), _log.Head);
        await Should.ThrowAsync<InvalidOperationException>(() => dying.Go());

        await Forwarder().Go();

        _smart.Entries.Count.ShouldBe(2 * (await Logged()).Count);
        _smart.InOrder().ShouldBe(await Logged());
    }

    [Fact]
    public async Task A_long_outage_delays_nothing_and_is_caught_up_in_order()
    {
        var forwarder = Forwarder();
        _smart.Answer = 503;
        var pauses = new List<TimeSpan>();
        for (var n = 1; n <= 7; n++)
        {
            await HandOff($"PKG-{n}");
            pauses.Add(await forwarder.Go());
        }

        pauses.ShouldBe([
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(5),
        ]);
        _smart.Entries.ShouldBeEmpty();
        forwarder.Behind.ShouldBe((await Logged()).Count);
        forwarder.State.LastError.ShouldBe("HTTP 503");

        _smart.Answer = 200;
        await forwarder.Go();

        _smart.InOrder().ShouldBe(await Logged());
        _smart.Entries.Count.ShouldBe((await Logged()).Count, "nothing was taken twice");
        forwarder.State.LastError.ShouldBeNull();
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Only_2xx_counts(int answer)
    {
        var forwarder = Forwarder();
        await HandOff("PKG-1");
        _smart.Answer = answer;
        (await forwarder.Go()).ShouldBe(TimeSpan.FromSeconds(1));
        forwarder.State.Next.ShouldBe(0);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 1)]
    [InlineData("99999999", 3600)]
    [InlineData("soon", 1)]
    public async Task It_comes_again_when_it_is_asked_to_within_reason(string retryAfter, int seconds)
    {
        await HandOff("PKG-1");
        (_smart.Answer, _smart.RetryAfter) = (429, retryAfter);
        (await Forwarder().Go()).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Nobody_there_at_all_is_waited_for()
    {
        await HandOff("PKG-1");
        var forwarder = Forwarder();
        await _smart.DisposeAsync();
        (await forwarder.Go()).ShouldBe(TimeSpan.FromSeconds(1));
        forwarder.State.LastError.ShouldBe("connection refused");
    }

    [Fact]
    public async Task What_is_too_large_goes_in_smaller_batches()
    {
        await HandOff("PKG-1");
        await HandOff("PKG-2");
        _smart.Most = 3;
        var forwarder = Forwarder();
        await forwarder.Go();
        _smart.InOrder().ShouldBe(await Logged());
        _smart.Posts.ShouldBeLessThan(3 * _smart.Batches.Count, "it remembers what was too large");
        forwarder.State.LastError.ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_without_end_is_not_listened_to()
    {
        await HandOff("PKG-1");
        _smart.Chatters = true;
        await Forwarder().Go().WaitAsync(Station.Patience, TestContext.Current.CancellationToken);
        _smart.InOrder().ShouldBe(await Logged());
    }

    [Fact]
    public async Task Of_two_replicas_one_stands_by_until_the_other_gets_no_further()
    {
        await HandOff("PKG-1");
        var held = new HeldReceiver(Receiver());
        var slow = Forwarders.Over(_station, held, _log.Head);
        var stepping = slow.Step(TestContext.Current.CancellationToken);
        var other = Forwarder();
        await other.Go();
        held.Release();
        (await stepping).ShouldBe(ForwardBackoff.StandBy, "the other was faster");

        (await slow.Go()).ShouldBe(ForwardBackoff.StandBy, "nothing waits");
        await HandOff("PKG-2");
        await other.Go();
        await HandOff("PKG-3");
        var posts = _smart.Posts;
        (await slow.Go()).ShouldBe(ForwardBackoff.StandBy, "the other got on");
        _smart.Posts.ShouldBe(posts);

        (await slow.Go()).ShouldBe(ForwardBackoff.PollInterval, "the other is gone");
        _smart.InOrder().ShouldBe(await Logged());
    }

    [Fact]
    public async Task A_broker_that_has_no_queue_for_it_has_taken_nothing()
    {
        await HandOff("PKG-1");
        var broker = new ScriptedBroker { Answers = ScriptedBroker.Says(RawPublishResult.Unroutable) };
        var forwarder = Forwarders.Over(_station, new BrokerTarget(broker), _log.Head);
        (await forwarder.Go()).ShouldBe(TimeSpan.FromSeconds(1));
        forwarder.State.ShouldBe(new ForwardState(0, "no queue is bound to smart-ledger.entries"));

        broker.Answers = ScriptedBroker.Confirms;
        (await forwarder.Go()).ShouldBe(ForwardBackoff.PollInterval);
        await broker.Next();
        var delivery = await broker.Next();
        (delivery.Exchange, delivery.RoutingKey, delivery.MessageId).ShouldBe(("smart-ledger.entries", "", $"{Replica.Origin}:0"));
        new WireSchemas().Hold("ledger-batch", delivery.Body.Span);
    }

    [Fact]
    public async Task One_way_does_not_wait_for_the_other()
    {
        await HandOff("PKG-1");
        _smart.Answer = 503;
        await Forwarder().Go();
        var broker = Forwarders.Over(_station, new BrokerTarget(new ScriptedBroker()), _log.Head);
        (await broker.Go()).ShouldBe(ForwardBackoff.PollInterval);
        broker.Behind.ShouldBe(0);
    }

    [Fact]
    public void A_batch_is_bounded()
    {
        using var key = NoteSigningKey.Generate(Replica.Origin, NoteKeyType.Ed25519);
        var head = SignedCheckpoint.Sign(new Checkpoint(Replica.Origin, 1000, LedgerHash.Leaf("x"u8)), key);
        var many = new EntriesBatch(head, 0);
        while (many.TryAdd("{}"u8.ToArray(), EntriesBatch.MostEntries)) { }

        many.Count.ShouldBe(256);
        var large = new EntriesBatch(head, 0);
        while (large.TryAdd(Encoding.UTF8.GetBytes($"\"{new string('x', 65_000)}\""), EntriesBatch.MostEntries)) { }

        large.ToUtf8().Length.ShouldBeInRange(EntriesBatch.EnoughBytes - 65_535, EntriesBatch.EnoughBytes + 1024);
    }

    private HttpTarget Receiver()
    {
        var receiver = new HttpTarget(_smart.Url, new TlsOptions(), _station.Clock);
        _receivers.Add(receiver);
        return receiver;
    }

    private LedgerForwarder Forwarder() => Forwarders.Over(_station, Receiver(), _log.Head);

    private async Task HandOff(string packageId)
    {
        await _station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await _station.UntilComplete(packageId);
        await _log.CatchUp();
    }

    /// <summary>The published log's entries, in its order.</summary>
    private async Task<IReadOnlyList<string>> Logged()
    {
        var tree = new TreeTiles(new FolderTiles(_log.Options.Folder), _log.Head.Current!.Checkpoint.Size);
        var entries = new List<string>();
        for (var index = 0L; index < tree.Size; index++)
            entries.Add(Encoding.UTF8.GetString(await tree.Entry(index, TestContext.Current.CancellationToken)));
        return entries;
    }

    private sealed class DiesAfterwards(IForwardingTarget receiver) : IForwardingTarget
    {
        public string Name => receiver.Name;

        public async Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken)
        {
            await receiver.Take(batch, cancellationToken);
            throw new InvalidOperationException("died");
        }
    }

    private sealed class HeldReceiver(IForwardingTarget receiver) : IForwardingTarget
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => receiver.Name;

        public void Release() => _released.TrySetResult();

        public async Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken)
        {
            await _released.Task.WaitAsync(Station.Patience, cancellationToken);
            return await receiver.Take(batch, cancellationToken);
        }
    }
}
