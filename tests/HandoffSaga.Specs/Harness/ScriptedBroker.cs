using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Harness;

/// <summary>A broker that answers a publish as the specification says, and remembers what was published and what was set aside.</summary>
internal sealed class ScriptedBroker : IRawPublisher, IPoisonedMessages
{
    private readonly Channel<RawPublication> _published = Channel.CreateUnbounded<RawPublication>();

    /// <summary>What the broker says to a publish; by default it has it.</summary>
    public Func<RawPublication, Task<RawPublishOutcome>> Answers { get; set; } = Confirms;

    public ConcurrentQueue<(RawMessage Message, string Reason)> SetAside { get; } = new();

    public int Waiting => _published.Reader.Count;

    public static Task<RawPublishOutcome> Confirms(RawPublication publication) =>
        Task.FromResult(new RawPublishOutcome(RawPublishResult.Confirmed, null));

    public static Func<RawPublication, Task<RawPublishOutcome>> Says(RawPublishResult result, string? detail = null) =>
        _ => Task.FromResult(new RawPublishOutcome(result, detail));

    /// <summary>A receipt as a hub would write it.</summary>
    public static RawMessage Receipt(
        RawPublication publication,
        string disposition = "accepted",
        string? sha256 = null,
        string? more = null
    ) =>
        Message(
            $$"""
            {"transfer_id":"{{publication.CorrelationId}}","leg":"{{publication.Headers["handoff-leg"]}}","disposition":"{{disposition}}",
             "payload_sha256":"{{sha256
                ?? publication.Headers["handoff-payload-sha256"]}}","receipt_id":"R-1","received_by":"hub-1"{{more}}}
            """
        );

    public static RawMessage Message(string body) => new() { Body = Encoding.UTF8.GetBytes(body), Queue = "handoff.receipts" };

    public async Task<RawPublishOutcome> Publish(RawPublication publication, CancellationToken cancellationToken)
    {
        var answer = await Answers(publication).WaitAsync(cancellationToken);
        _published.Writer.TryWrite(publication);
        return answer;
    }

    public Task Put(RawMessage message, string reason, CancellationToken cancellationToken)
    {
        SetAside.Enqueue((message, reason));
        return Task.CompletedTask;
    }

    /// <summary>The next publication, whatever the broker said to it.</summary>
    public async Task<RawPublication> Next()
    {
        using var patience = new CancellationTokenSource(Station.Patience);
        return await _published.Reader.ReadAsync(patience.Token);
    }
}
