using System.Net;
using System.Net.Sockets;
using System.Text;
using HandoffSaga.Intake;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Specs.Api;

public sealed class When_a_signoff_comes_over_http
{
    private const string Signoff = """{ "package_id": "PKG-1" }""";

    [Fact]
    public async Task It_reaches_the_door_as_it_came_and_the_answer_says_where_its_transfer_is()
    {
        await using var api = await RunningApi.Start();

        var answer = await api.Post("/signoffs", Signoff);

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        answer.Message.Headers.Location!.OriginalString.ShouldBe("/transfers/PKG-1");
        answer.Json.ToJsonString().ShouldBe("""{"package_id":"PKG-1","outcome":"accepted"}""");
        api.Signoffs.ShouldHaveSingleItem().ShouldBe(Encoding.UTF8.GetBytes(Signoff));
    }

    [Fact]
    public async Task A_body_that_says_it_is_no_JSON_is_told_what_to_say()
    {
        await using var api = await RunningApi.Start();

        var answer = await Answer.Of(
            await api.Http.PostAsync("/signoffs", new FormUrlEncodedContent([new(Signoff, "")]), TestContext.Current.CancellationToken)
        );

        ((string)answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType)["detail"]!).ShouldContain("'Content-Type: application/json'");
        api.Signoffs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_duplicate_is_no_new_transfer()
    {
        await using var api = await RunningApi.Start();
        api.OnSignoff = _ => new IntakeResult.Duplicate("PKG-1");

        var answer = await api.Post("/signoffs", Signoff);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Message.Headers.Location!.OriginalString.ShouldBe("/transfers/PKG-1");
        answer.Json.ToJsonString().ShouldBe("""{"package_id":"PKG-1","outcome":"duplicate"}""");
    }

    [Fact]
    public async Task A_conflict_is_a_problem()
    {
        await using var api = await RunningApi.Start();
        api.OnSignoff = _ => new IntakeResult.Conflict("Other content was accepted on 2025-06-01.");

        var problem = (await api.Post("/signoffs", Signoff)).ShouldBeProblem(HttpStatusCode.Conflict);

        ((string)problem["type"]!).ShouldBe("urn:handoff:problem:signoff-conflict");
        ((string)problem["detail"]!).ShouldBe("Other content was accepted on 2025-06-01.");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_rejection_tells_everything_that_is_wrong(int status)
    {
        await using var api = await RunningApi.Start();
        api.OnSignoff = _ => new IntakeResult.Rejected(
            new SignoffProblem(
                new SignoffProblemKind("content", "Wrong content", status),
                "Two members are wrong.",
                [new("package_id", "is missing"), new("approvals", "must not be empty")],
                null
            )
        );

        var problem = (await api.Post("/signoffs", Signoff)).ShouldBeProblem((HttpStatusCode)status);

        problem["errors"]!
            .ToJsonString()
            .ShouldBe("""[{"path":"package_id","message":"is missing"},{"path":"approvals","message":"must not be empty"}]""");
    }

    [Fact]
    public async Task A_store_that_is_unavailable_asks_to_come_again()
    {
        await using var api = await RunningApi.Start();
        api.OnSignoff = _ => new IntakeResult.Unavailable("The store is away.");

        var answer = await api.Post("/signoffs", Signoff);

        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        answer.Message.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_largest_allowed_body_is_read()
    {
        await using var api = await RunningApi.Start(intake: new IntakeOptions { MaxBytes = 1024 });

        (await api.Post("/signoffs", new string(' ', 1024))).Status.ShouldBe(HttpStatusCode.Accepted);

        api.Signoffs.ShouldHaveSingleItem().Length.ShouldBe(1024);
    }

    [Fact]
    public async Task One_byte_more_is_rejected_without_a_look_inside()
    {
        await using var api = await RunningApi.Start(intake: new IntakeOptions { MaxBytes = 1024 });

        (await api.Post("/signoffs", new string(' ', 1025))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

        api.Signoffs.ShouldBeEmpty();
        api.TooLarge.ShouldHaveSingleItem().ShouldBe(0, "it is recorded, and nothing of it was read");
    }

    [Fact]
    public async Task A_sender_who_sends_far_too_much_gets_to_read_why()
    {
        await using var api = await RunningApi.Start(intake: new IntakeOptions { MaxBytes = 1024 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signoffs")
        {
            Content = new ByteArrayContent(new byte[40 * 1024 * 1024]),
        };
        request.Headers.TransferEncodingChunked = true;

        var answer = await Answer.Of(await api.Http.SendAsync(request, TestContext.Current.CancellationToken));

        answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
        api.Signoffs.ShouldBeEmpty();
        api.TooLarge.ShouldHaveSingleItem().ShouldBe(1024);
    }

    [Fact]
    public async Task A_sender_who_never_ends_is_answered_after_the_limit()
    {
        await using var api = await RunningApi.Start(intake: new IntakeOptions { MaxBytes = 1024 });
        using var connection = new TcpClient();
        await connection.ConnectAsync(api.Http.BaseAddress!.Host, api.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();

        // Given a chunk over the limit, and no end of the body
        await stream.WriteAsync(
            "POST /signoffs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken
        );
        await stream.WriteAsync(new byte[0x401], TestContext.Current.CancellationToken);

        var line = await new StreamReader(stream).ReadLineAsync(TestContext.Current.CancellationToken);

        line.ShouldBe("HTTP/1.1 413 Payload Too Large");
    }

    [Fact]
    public async Task A_limit_above_the_server_s_own_counts()
    {
        const int thirtyOneMiB = 31 * 1024 * 1024;
        await using var api = await RunningApi.Start(intake: new IntakeOptions { MaxBytes = thirtyOneMiB });

        (await api.Post("/signoffs", new string(' ', thirtyOneMiB))).Status.ShouldBe(HttpStatusCode.Accepted);
    }
}
