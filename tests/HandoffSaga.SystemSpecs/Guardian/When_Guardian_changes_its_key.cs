using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using HandoffSaga.Client.Guardian;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Guardian;

/// <summary>The key file of a running service is replaced while signoffs stream in.</summary>
public sealed class When_Guardian_changes_its_key
{
    private const int Senders = 4;

    [Fact]
    public async Task No_signoff_is_lost_and_the_old_key_counts_no_more()
    {
        await using var station = await RealStation.With();
        using var next = GuardianKey.Generate("ES256", "guardian-2");
        await station.Start();
        var stream = new Stream(station, station.Key);
        var sending = stream.Run();

        await stream.UntilEachSenderSent(10);
        Replace(station, Both(station.Key, next));
        await stream.UntilEachSenderSent(10);
        stream.Key = next;
        await stream.UntilEachSenderSent(2);
        Replace(station, "{ a file that somebody is still writing");
        await stream.UntilEachSenderSent(10);
        Replace(station, next.ToPublicJwks());
        await stream.UntilEachSenderSent(10);
        await stream.Stop(sending);

        stream.Answers.ShouldAllBe(answer => answer == HttpStatusCode.Accepted);
        stream.Answers.Count.ShouldBeGreaterThanOrEqualTo(Senders * 40);
        await station.UntilComplete(stream.Answers.Count);
        (await station.Submit("PKG-OLD-KEY")).ShouldBe(HttpStatusCode.Unauthorized);
        station.Process.Messages.ShouldContain($"Guardian:Jwks: {station.GuardianJwks} is unusable (");
    }

    private static byte[] Both(GuardianKey one, GuardianKey other)
    {
        var keys = JsonNode.Parse(one.ToPublicJwks())!;
        keys["keys"]!.AsArray().Add(JsonNode.Parse(other.ToPublicJwks())!["keys"]![0]!.DeepClone());
        return System.Text.Encoding.UTF8.GetBytes(keys.ToJsonString());
    }

    private static void Replace(RealStation station, string text) => Replace(station, System.Text.Encoding.UTF8.GetBytes(text));

    private static void Replace(RealStation station, byte[] keys)
    {
        File.WriteAllBytes(station.GuardianJwks + ".next", keys);
        File.Move(station.GuardianJwks + ".next", station.GuardianJwks, overwrite: true);
    }

    /// <summary>Several senders, each signing with whatever key is in use.</summary>
    private sealed class Stream(RealStation station, GuardianKey key)
    {
        private readonly int[] _sent = new int[Senders];
        private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile GuardianKey _key = key;
        private volatile bool _stop;

        public GuardianKey Key
        {
            set => _key = value;
        }

        public ConcurrentQueue<HttpStatusCode?> Answers { get; } = new();

        public Task Run() => Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => Send(sender))));

        public async Task UntilEachSenderSent(int more)
        {
            var before = _sent.ToArray();
            while (true)
            {
                var progress = Volatile.Read(ref _progress).Task;
                if (Enumerable.Range(0, Senders).All(sender => Volatile.Read(ref _sent[sender]) >= before[sender] + more))
                    return;
                await progress.WaitAsync(RealStation.Patience);
            }
        }

        public async Task Stop(Task sending)
        {
            _stop = true;
            await sending;
        }

        private async Task Send(int sender)
        {
            while (!_stop)
            {
                Answers.Enqueue(await station.Submit($"PKG-{sender}-{_sent[sender]}", _key));
                Interlocked.Increment(ref _sent[sender]);
                Interlocked.Exchange(ref _progress, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }
    }
}
