using System.Net;
using HandoffSaga.Host.Api;

namespace HandoffSaga.Specs.Api;

public sealed class When_the_api_wants_a_token : IAsyncLifetime
{
    private readonly string file = Path.GetTempFileName();
    private RunningApi api = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(file, " s3cret-token\n");
        api = await RunningApi.Start(new HandoffApiOptions { Required = true, TokenFile = file });
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        File.Delete(file);
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
        var answer = await api.Get(path);

        answer.ShouldBeProblem(HttpStatusCode.Unauthorized);
        answer.Message.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task No_signoff_is_taken_without_it()
    {
        (await api.Post("/signoffs", "{}")).ShouldBeProblem(HttpStatusCode.Unauthorized);

        api.Signoffs.ShouldBeEmpty();
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
    public async Task Health_is_for_everyone(string path) => (await api.Get(path)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task An_empty_token_file_does_not_open_the_door_to_everyone()
    {
        await File.WriteAllTextAsync(file, "\n", TestContext.Current.CancellationToken);

        await Should.ThrowAsync<InvalidOperationException>(() => RunningApi.Start(new HandoffApiOptions { Required = true, TokenFile = file }));
        await Should.ThrowAsync<InvalidOperationException>(() => RunningApi.Start(new HandoffApiOptions { Required = true }));
    }

    private async Task<Answer> With(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        return await Answer.Of(await api.Http.SendAsync(request));
    }
}
