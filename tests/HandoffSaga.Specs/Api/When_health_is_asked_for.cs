using System.Net;
using HandoffSaga.Status;

namespace HandoffSaga.Specs.Api;

public sealed class When_health_is_asked_for : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_process_is_live_whatever_is_wrong_around_it()
    {
        _api.Health = new([new("store", false, "away")]);

        (await _api.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_ready_when_all_it_needs_works()
    {
        var answer = await _api.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer
            .Json.ToJsonString()
            .ShouldBe("""{"status":"ready","checks":[{"name":"store","ok":true,"detail":null},{"name":"bus","ok":true,"detail":null}]}""");
    }

    [Fact]
    public async Task It_is_not_ready_when_one_thing_does_not_and_says_which()
    {
        _api.Health = new([new("store", true, null), new("bus", false, "not started")]);

        var answer = await _api.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer
            .Json.ToJsonString()
            .ShouldBe(
                """{"status":"not_ready","checks":[{"name":"store","ok":true,"detail":null},{"name":"bus","ok":false,"detail":"not started"}]}"""
            );
    }

    [Fact]
    public void Nothing_checked_is_not_ready() => new Readiness([]).Ready.ShouldBeFalse();
}
