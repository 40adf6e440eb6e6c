using System.Net;
using HandoffSaga.Health;
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
        _api.Health = new([HealthCheck.Failed("store", "away")]);

        (await _api.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_ready_when_all_it_needs_works()
    {
        var answer = await _api.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer
            .Json.ToJsonString()
            .ShouldBe(
                """{"status":"ready","checks":[{"name":"store","ok":true,"detail":null,"state":"ok","what_to_do":null},{"name":"bus","ok":true,"detail":null,"state":"ok","what_to_do":null}],"state":"ok"}"""
            );
    }

    [Fact]
    public async Task It_is_not_ready_when_one_thing_does_not_and_says_which()
    {
        _api.Health = new([HealthCheck.Good("store"), HealthCheck.Failed("bus", "not started")]);

        var answer = await _api.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer
            .Json.ToJsonString()
            .ShouldBe(
                """{"status":"not_ready","checks":[{"name":"store","ok":true,"detail":null,"state":"ok","what_to_do":null},{"name":"bus","ok":false,"detail":"not started","state":"failed","what_to_do":null}],"state":"failed"}"""
            );
    }

    [Fact]
    public async Task A_warning_leaves_it_ready_and_says_what_to_do()
    {
        _api.Health = new([HealthCheck.Good("store"), HealthCheck.Warning("ledger", "HALTED", "Read the log.")]);

        var answer = await _api.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer
            .Json.ToJsonString()
            .ShouldBe(
                """{"status":"ready","checks":[{"name":"store","ok":true,"detail":null,"state":"ok","what_to_do":null},{"name":"ledger","ok":true,"detail":"HALTED","state":"warn","what_to_do":"Read the log."}],"state":"warn"}"""
            );
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/transfers/PKG-NONE")]
    [InlineData("/nowhere")]
    public async Task Every_answer_is_marked_as_the_services_own(string path) =>
        (await _api.Get(path)).Message.Headers.GetValues("Handoff-Api").ShouldBe(["1"]);

    [Fact]
    public void Nothing_checked_is_not_ready() => new Readiness([]).Ready.ShouldBeFalse();
}
