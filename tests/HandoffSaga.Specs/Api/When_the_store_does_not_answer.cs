using System.Net;
using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Api;

public sealed class When_the_store_does_not_answer : IAsyncLifetime
{
    private RunningApi _api = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await RunningApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_signoff_is_answered_within_15_seconds_even_if_the_store_never_does()
    {
        var begun = new TaskCompletionSource();
        _api.StoreAnswers = async _ =>
        {
            begun.SetResult();
            await new TaskCompletionSource().Task;
        };
        var posted = _api.Post("/signoffs", "{}");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Ends);

        _api.Clock.Advance(TimeSpan.FromSeconds(15));

        ShouldComeAgain(await posted.WaitAsync(TimeSpan.FromSeconds(30), Ends)).ShouldContain("may be stored all the same");
    }

    [Fact]
    public async Task What_waits_is_told_to_stop_before_that()
    {
        var begun = new TaskCompletionSource();
        _api.StoreAnswers = async ends =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ends);
            }
            catch (OperationCanceledException)
            {
                throw new StoreUnavailableException("nothing was stored");
            }
        };
        var posted = _api.Post("/signoffs", "{}");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Ends);

        _api.Clock.Advance(TimeSpan.FromSeconds(13));

        ShouldComeAgain(await posted.WaitAsync(TimeSpan.FromSeconds(30), Ends)).ShouldBe("nothing was stored");
    }

    [Fact]
    public async Task In_a_long_outage_nothing_is_even_tried()
    {
        _api.OutageSince = _api.Clock.GetUtcNow();

        ShouldComeAgain(await _api.Post("/signoffs", "{}"));
        ShouldComeAgain(await _api.Post("/transfers/PKG-1/redeliver", """{"leg":"vault_hub","reason":"r","requested_by":"p"}"""));

        _api.Signoffs.ShouldBeEmpty();
        _api.Redeliveries.ShouldBeEmpty();
    }

    private static string ShouldComeAgain(Answer answer)
    {
        var problem = answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        answer.Message.Headers.RetryAfter.ShouldNotBeNull();
        return (string)problem["detail"]!;
    }
}
