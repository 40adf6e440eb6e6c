using System.Net;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Specs.Api;

public sealed class When_an_operator_orders_a_redelivery : IAsyncLifetime
{
    private const string Order = """{"leg":"next_node","reason":"station is back","requested_by":"jdoe"}""";

    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task It_is_taken_with_who_and_why()
    {
        var answer = await _api.Post("/transfers/PKG-1/redeliver", Order);

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        answer.Message.Headers.Location!.OriginalString.ShouldBe("/transfers/PKG-1");
        _api.Redeliveries.ShouldHaveSingleItem()
            .ShouldBe(("PKG-1", Destination.NextNode, "station is back", new Requester("jdoe", Authenticated: false)));
    }

    [Theory]
    [InlineData("2025-06-01T15:02:11.000Z", "\"2025-06-01T15:02:11.000Z\"")]
    [InlineData(null, "null")]
    public async Task The_answer_says_when_the_leg_would_have_come(string? insteadOf, string written)
    {
        _api.OnRedelivery = (_, _) =>
            new RedeliveryResult.Requested(
                insteadOf is null ? null : DateTimeOffset.Parse(insteadOf, System.Globalization.CultureInfo.InvariantCulture)
            );

        var answer = await _api.Post("/transfers/PKG-1/redeliver", Order);

        System
            .Text.Encoding.UTF8.GetString(answer.Bytes)
            .ShouldBe($$"""{"package_id":"PKG-1","leg":"next_node","instead_of":{{written}}}""");
    }

    [Fact]
    public async Task An_unknown_package_is_not_found()
    {
        _api.OnRedelivery = (_, _) => new RedeliveryResult.NotFound();

        (await _api.Post("/transfers/PKG-9/redeliver", Order)).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_leg_that_is_neither_held_nor_escalated_conflicts()
    {
        _api.OnRedelivery = (_, _) => new RedeliveryResult.NotPossible("The next_node leg is complete.", "complete");

        var problem = (await _api.Post("/transfers/PKG-1/redeliver", Order)).ShouldBeProblem(HttpStatusCode.Conflict);

        ((string)problem["detail"]!).ShouldBe("The next_node leg is complete.");
    }

    [Theory]
    [InlineData("""{"leg":"vault_hub","reason":"r"}""", "requested_by")]
    [InlineData("""{"leg":"vault_hub","reason":"","requested_by":"j"}""", "reason")]
    [InlineData("""{"leg":"vault_hub","reason":"  ","requested_by":"j"}""", "reason")]
    [InlineData("""{"leg":"vault_hub","reason":null,"requested_by":"j"}""", "reason")]
    [InlineData("""{"leg":"vault_hub","reason":"a\u0000b","requested_by":"j"}""", "reason")]
    [InlineData("""{"leg":"both","reason":"r","requested_by":"j"}""", "leg")]
    [InlineData("""{"reason":"r","requested_by":"j"}""", "leg")]
    public async Task A_wrong_member_is_named_and_nothing_is_ordered(string order, string member)
    {
        var problem = (await _api.Post("/transfers/PKG-1/redeliver", order)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        problem["errors"]!.AsArray().ShouldHaveSingleItem()!["path"]!.GetValue<string>().ShouldBe(member);
        _api.Redeliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_wrong_member_is_named_at_once()
    {
        var order = $$"""{"leg":"x","reason":"{{new string('r', 1001)}}","requested_by":"{{new string('j', 201)}}"}""";

        (await _api.Post("/transfers/PKG-1/redeliver", order)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity)["errors"]!
            .AsArray()
            .Select(error => (string)error!["path"]!)
            .ShouldBe(["leg", "reason", "requested_by"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("leg=vault_hub")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"leg":1,"reason":"r","requested_by":"j"}""")]
    [InlineData("""{"leg":"vault_hub","reason":"\ud800","requested_by":"j"}""")]
    public async Task What_is_no_order_is_a_problem(string body) =>
        (await _api.Post("/transfers/PKG-1/redeliver", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_body_too_large_for_an_order_is_not_read() =>
        (await _api.Post("/transfers/PKG-1/redeliver", new string(' ', 65 * 1024))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/json; application/json")]
    [InlineData(null)]
    public async Task Only_what_says_it_is_JSON_is_an_order(string? mediaType)
    {
        var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Order));
        if (mediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        var answer = await Answer.Of(
            await _api.Http.PostAsync("/transfers/PKG-1/redeliver", content, TestContext.Current.CancellationToken)
        );

        answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        _api.Redeliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_stands_twice_is_a_problem() =>
        (
            await _api.Post("/transfers/PKG-1/redeliver", """{"leg":"vault_hub","leg":"next_node","reason":"r","requested_by":"j"}""")
        ).ShouldBeProblem(HttpStatusCode.BadRequest);
}
