using System.Net;
using HandoffSaga.Closing;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Specs.Api;

public sealed class When_a_leg_is_closed_over_http : IAsyncLifetime
{
    private const string Order = """{"leg":"vault_hub","reason":"the hub has it","requested_by":"jdoe"}""";

    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task It_is_taken_with_who_and_why_and_the_answer_says_how_it_is_closed()
    {
        var answer = await _api.Post("/transfers/PKG-1/close", Order);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        System
            .Text.Encoding.UTF8.GetString(answer.Bytes)
            .ShouldBe(
                """{"package_id":"PKG-1","leg":"vault_hub","closed_at":"2025-06-01T15:02:11.000Z","closed_by":"A. Smith","reason":"it has it"}"""
            );
        _api.Closings.ShouldHaveSingleItem()
            .ShouldBe(("PKG-1", Destination.VaultHub, "the hub has it", new Requester("jdoe", Authenticated: false)));
    }

    [Fact]
    public async Task An_unknown_package_is_not_found()
    {
        _api.OnClose = new CloseResult.NotFound();

        (await _api.Post("/transfers/PKG-9/close", Order)).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_leg_that_is_complete_conflicts()
    {
        _api.OnClose = new CloseResult.NotPossible("The vault_hub leg is complete.");

        var problem = (await _api.Post("/transfers/PKG-1/close", Order)).ShouldBeProblem(HttpStatusCode.Conflict);

        ((string)problem["type"]!, (string)problem["detail"]!).ShouldBe(
            ("urn:handoff:problem:not-closable", "The vault_hub leg is complete.")
        );
    }

    [Theory]
    [InlineData("""{"leg":"vault_hub","requested_by":"j"}""", "reason")]
    [InlineData("""{"leg":"vault_hub","reason":"r"}""", "requested_by")]
    [InlineData("""{"leg":"both","reason":"r","requested_by":"j"}""", "leg")]
    public async Task A_wrong_member_is_named_and_nothing_is_closed(string order, string member)
    {
        var problem = (await _api.Post("/transfers/PKG-1/close", order)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        problem["errors"]!.AsArray().ShouldHaveSingleItem()!["path"]!.GetValue<string>().ShouldBe(member);
        _api.Closings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("""{"leg":1,"reason":"r","requested_by":"j"}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_request_is_a_problem(string body, HttpStatusCode status) =>
        (await _api.Post("/transfers/PKG-1/close", body)).ShouldBeProblem(status);

    [Fact]
    public async Task Only_what_says_it_is_JSON_is_a_request()
    {
        var answer = await Answer.Of(
            await _api.Http.PostAsync(
                "/transfers/PKG-1/close",
                new StringContent(Order, System.Text.Encoding.UTF8, "text/plain"),
                TestContext.Current.CancellationToken
            )
        );

        answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        _api.Closings.ShouldBeEmpty();
    }
}
