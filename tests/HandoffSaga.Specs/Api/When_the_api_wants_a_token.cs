using System.Net;
using HandoffSaga.Host.Api;

namespace HandoffSaga.Specs.Api;

public sealed class When_the_api_wants_a_token : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_file, " s3cret-token\n");
        _api = await RunningApi.Start(new HandoffApiOptions { TokenFile = _file });
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("/transfers")]
    [InlineData("/transfers/PKG-1")]
    [InlineData("/rejected")]
    [InlineData("/hubs")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/nowhere")]
    [InlineData("/health/live/../../transfers")]
    [InlineData("/health")]
    public async Task Nothing_is_told_without_it(string path)
    {
        var answer = await _api.Get(path);

        answer.ShouldBeProblem(HttpStatusCode.Unauthorized);
        answer.Message.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task No_signoff_is_taken_without_it()
    {
        (await _api.Post("/signoffs", "{}")).ShouldBeProblem(HttpStatusCode.Unauthorized);

        _api.Signoffs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Bearer s3cret-token")]
    [InlineData("bearer s3cret-token")]
    public async Task Who_shows_it_comes_in(string header) => (await With(header)).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("Bearer s3cret-tokenx")]
    [InlineData("Bearer s3cret-toke")]
    [InlineData("Bearer S3CRET-TOKEN")]
    [InlineData("Bearer")]
    [InlineData("Basic s3cret-token")]
    [InlineData("s3cret-token")]
    public async Task Nothing_else_opens(string header) => (await With(header)).Status.ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_for_everyone(string path) => (await _api.Get(path)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task An_empty_token_file_does_not_open_the_door_to_everyone()
    {
        await File.WriteAllTextAsync(_file, "\n", TestContext.Current.CancellationToken);

        await Should.ThrowAsync<InvalidOperationException>(() => RunningApi.Start(new HandoffApiOptions { TokenFile = _file }));
        await Should.ThrowAsync<InvalidOperationException>(() =>
            RunningApi.Start(new HandoffApiOptions { Urls = ["http://0.0.0.0:5080"] })
        );
    }

    [Fact]
    public async Task A_token_counts_as_soon_as_the_file_says_so_and_no_longer_than_that()
    {
        await File.WriteAllTextAsync(_file, "s3cret-token\nnext-token\n", TestContext.Current.CancellationToken);
        (await With("Bearer s3cret-token")).Status.ShouldBe(HttpStatusCode.OK);
        (await With("Bearer next-token")).Status.ShouldBe(HttpStatusCode.OK);

        await File.WriteAllTextAsync(_file, "next-token\n", TestContext.Current.CancellationToken);
        (await With("Bearer s3cret-token")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await With("Bearer next-token")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_spoiled_lets_nobody_in_until_it_is_well_again()
    {
        File.Delete(_file);
        var gone = await With("Bearer s3cret-token");
        gone.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        gone.Message.Headers.RetryAfter.ShouldNotBeNull();

        await File.WriteAllTextAsync(_file, "# nothing\n", TestContext.Current.CancellationToken);
        (await With("Bearer s3cret-token")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await With("Bearer ")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await File.WriteAllTextAsync(_file, "s3cret-token\n", TestContext.Current.CancellationToken);
        (await With("Bearer s3cret-token")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Bearer jane-token", "Jane Doe", true)]
    [InlineData("Bearer s3cret-token", "root", false)]
    public async Task Whose_token_it_was_goes_with_an_order(string header, string name, bool authenticated)
    {
        await File.WriteAllTextAsync(_file, "s3cret-token\nJane Doe jane-token\n", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/transfers/PKG-1/redeliver")
        {
            Content = new StringContent(
                """{"leg":"next_node","reason":"r","requested_by":"root"}""",
                System.Text.Encoding.UTF8,
                "application/json"
            ),
        };
        request.Headers.TryAddWithoutValidation("Authorization", header);

        (await Answer.Of(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );

        var requester = _api.Redeliveries.ShouldHaveSingleItem().Requester;
        (requester.Name, requester.Authenticated).ShouldBe((name, authenticated));
        requester.Claimed.ShouldBe(authenticated ? "root" : null);
    }

    [Fact]
    public async Task A_browser_adds_no_token_so_any_name_and_origin_will_do()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs") { Headers = { Host = "handoff.plant.example" } };
        request.Headers.TryAddWithoutValidation("Origin", "https://dashboard.plant.example");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer s3cret-token");

        (await Answer.Of(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken))).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<Answer> With(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        return await Answer.Of(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
