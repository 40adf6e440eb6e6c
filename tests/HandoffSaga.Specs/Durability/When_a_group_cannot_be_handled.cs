using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability;

/// <summary>Whoever waits for a grouped commit or read waits for this loop alone: whatever happens in it, everyone hears of it.</summary>
public sealed class When_a_group_cannot_be_handled
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Exception> _failures = [];

    [Fact]
    public async Task Its_own_callers_hear_the_failure_and_those_behind_it_are_served()
    {
        // Given one that breaks the handling of its group, in a way nobody thought of
        var queue = new GroupQueue<Caller>(Handle, Fail, mostInGroup: 1);
        var broken = new Caller(Breaks: true);
        var behind = new Caller(Breaks: false);

        // When it is handled, and another comes
        queue.TryAdd(broken).ShouldBeTrue();
        queue.TryAdd(behind).ShouldBeTrue();

        // Then neither is left waiting, and nor is who closes
        (await Should.ThrowAsync<InvalidOperationException>(() => broken.Served.Task.WaitAsync(Patience, Cancellation))).ShouldBe(
            _failures.ShouldHaveSingleItem()
        );
        await behind.Served.Task.WaitAsync(Patience, Cancellation);
        await queue.Close().WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task It_is_the_same_where_the_handling_breaks_before_it_waits_for_anything()
    {
        var queue = new GroupQueue<Caller>(
            group => group[0].Breaks ? throw new InvalidOperationException() : Handle(group),
            Fail,
            mostInGroup: 1
        );
        var broken = new Caller(Breaks: true);

        queue.TryAdd(broken).ShouldBeTrue();

        await Should.ThrowAsync<InvalidOperationException>(() => broken.Served.Task.WaitAsync(Patience, Cancellation));
        await queue.Close().WaitAsync(Patience, Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task Handle(IReadOnlyList<Caller> group)
    {
        await Task.Yield();
        foreach (var caller in group)
        {
            if (caller.Breaks)
                throw new InvalidOperationException("Connection is not open");
            caller.Served.SetResult();
        }
    }

    private void Fail(IReadOnlyList<Caller> group, Exception failure)
    {
        _failures.Add(failure);
        foreach (var caller in group)
            caller.Served.TrySetException(failure);
    }

    private sealed record Caller(bool Breaks)
    {
        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
