using System.Threading.Channels;
using MassTransit;

namespace HandoffSaga.Durability.Contracts;

/// <summary>What arrives at the consumers, and what they do with it: each spec writes its own.</summary>
internal sealed class Workbench
{
    private int _atOnce;
    private int _mostAtOnce;

    public Func<ConsumeContext<Work>, Task> Does { get; set; } = _ => Task.CompletedTask;

    public Channel<ConsumeContext<Work>> Arrived { get; } = Channel.CreateUnbounded<ConsumeContext<Work>>();

    public Channel<ConsumeContext<Question>> Questions { get; } = Channel.CreateUnbounded<ConsumeContext<Question>>();

    public Channel<(string By, ConsumeContext<Announcement> Context)> Announced { get; } =
        Channel.CreateUnbounded<(string, ConsumeContext<Announcement>)>();

    public Func<ConsumeContext<Question>, Task> OnQuestion { get; set; } = _ => Task.CompletedTask;

    public Action<string> OnAnnouncement { get; set; } = _ => { };

    public int MostAtOnce => _mostAtOnce;

    public async Task Take(ConsumeContext<Work> context)
    {
        var now = Interlocked.Increment(ref _atOnce);
        InterlockedMax(now);
        Arrived.Writer.TryWrite(context);
        try
        {
            await Does(context);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    public Task Hear(string listener, ConsumeContext<Announcement> context)
    {
        Announced.Writer.TryWrite((listener, context));
        OnAnnouncement(listener);
        return Task.CompletedTask;
    }

    private void InterlockedMax(int value)
    {
        int seen;
        while (value > (seen = _mostAtOnce) && Interlocked.CompareExchange(ref _mostAtOnce, value, seen) != seen) { }
    }
}

internal sealed class Worker(Workbench bench) : IConsumer<Work>
{
    public Task Consume(ConsumeContext<Work> context) => bench.Take(context);
}

internal sealed class Librarian(Workbench bench) : IConsumer<Question>, IConsumer<Announcement>
{
    public Task Consume(ConsumeContext<Announcement> context) => bench.Hear(nameof(Librarian), context);

    public Task Consume(ConsumeContext<Question> context)
    {
        bench.Questions.Writer.TryWrite(context);
        return bench.OnQuestion(context);
    }
}

internal sealed class Porter(Workbench bench) : IConsumer<Announcement>
{
    public Task Consume(ConsumeContext<Announcement> context) => bench.Hear(nameof(Porter), context);
}
