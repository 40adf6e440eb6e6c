using System.Net;

namespace HandoffSaga.Specs.Api;

/// <summary>A service without a token on the machine of somebody who looks at web pages.</summary>
public sealed class When_a_web_page_asks : IAsyncLifetime
{
    private const string Order = """{"leg":"next_node","reason":"r","requested_by":"j"}""";

    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:3000")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_page_from_elsewhere_orders_and_reads_nothing(string origin)
    {
        (await Ask(HttpMethod.Post, "/transfers/PKG-1/redeliver", origin)).ShouldBeProblem(HttpStatusCode.Forbidden);
        (await Ask(HttpMethod.Post, "/signoffs", origin)).ShouldBeProblem(HttpStatusCode.Forbidden);
        (await Ask(HttpMethod.Get, "/hubs", origin)).ShouldBeProblem(HttpStatusCode.Forbidden);

        _api.Redeliveries.ShouldBeEmpty();
        _api.Signoffs.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_may_not_ask_whether_it_may_either()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/transfers/PKG-1/redeliver");
        preflight.Headers.TryAddWithoutValidation("Origin", "http://evil.example");
        preflight.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");

        var answer = await Answer.Of(await _api.Http.SendAsync(preflight, TestContext.Current.CancellationToken));

        answer.ShouldBeProblem(HttpStatusCode.Forbidden);
        answer.Message.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.0.2.1")]
    [InlineData("[2001:db8::1]:5080")]
    public async Task A_name_that_was_made_to_point_here_is_not_answered_to(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs") { Headers = { Host = host } };

        (await Answer.Of(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken))).ShouldBeProblem(
            HttpStatusCode.MisdirectedRequest
        );
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:5080")]
    public async Task Every_name_of_this_machine_is_answered_to(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs") { Headers = { Host = host } };

        (await Answer.Of(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_page_of_the_service_s_own_may_ask()
    {
        var own = _api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        (await Ask(HttpMethod.Post, "/transfers/PKG-1/redeliver", own)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("/hubs")]
    [InlineData("/nowhere/<script>alert(1)</script>")]
    [InlineData("/transfers/%3Cscript%3E")]
    [InlineData("/transfers?station=%3Cscript%3E&x=%3Cimg%3E")]
    public async Task No_answer_can_be_taken_for_a_page(string path)
    {
        var answer = await _api.Get(path);

        answer.MediaType.ShouldBeOneOf("application/json", "application/problem+json");
        answer.Message.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        System.Text.Encoding.UTF8.GetString(answer.Bytes).ShouldNotContain("<");
    }

    private async Task<Answer> Ask(HttpMethod method, string path, string origin)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent(Order, System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return await Answer.Of(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
