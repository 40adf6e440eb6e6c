using System.Text;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;
using HandoffSaga.Texts;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class When_the_answer_breaks
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_listening_is_a_refused_connection()
    {
        var outcome = await Deliver(RawHub.Gone());

        outcome.ShouldBe(Broken(TransportFault.ConnectionRefused, "connection refused"));
    }

    [Fact]
    public async Task A_hub_that_never_answers_is_left_at_the_time_limit()
    {
        var arrived = new TaskCompletionSource();
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        });
        var clock = new FakeTimeProvider();
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, clock);

        var delivering = connector.Deliver(Sample.Delivery(), Ct);
        await arrived.Task.WaitAsync(Ct);
        clock.Advance(TimeSpan.FromSeconds(29.9));
        delivering.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.1));

        (await delivering).ShouldBe(Broken(TransportFault.Timeout, "timeout after 30 s"));
    }

    [Fact]
    public async Task An_answer_that_drips_for_ever_is_left_at_the_time_limit_too()
    {
        using var drip = new SemaphoreSlim(0);
        var dripped = new SemaphoreSlim(0);
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            while (true)
            {
                await http.Response.Body.WriteAsync("x"u8.ToArray(), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                dripped.Release();
                await drip.WaitAsync(http.RequestAborted);
            }
        });
        var clock = new FakeTimeProvider();
        using var connector = new HttpHubConnector(
            new HubOptions { Url = hub.Url, Timeout = TimeSpan.FromSeconds(2.5) },
            ReceiptSignatures.NotChecked,
            clock
        );

        var delivering = connector.Deliver(Sample.Delivery(), Ct);
        for (var second = 1; second <= 3; second++)
        {
            await dripped.WaitAsync(Ct);
            clock.Advance(TimeSpan.FromSeconds(1));
            drip.Release();
        }

        var outcome = await delivering;
        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("timeout after 2.5 s");
        outcome.ErrorCode!.ToString().ShouldBe("transport:timeout");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_mebibytes_are_not_read(bool chunked)
    {
        var answer = new byte[2 * 1024 * 1024];
        Array.Fill(answer, (byte)'x');
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            http.Response.ContentLength = chunked ? null : answer.Length;
            await http.Response.Body.WriteAsync(answer, http.RequestAborted);
        });

        var outcome = await Deliver(hub.Url);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("answer too large");
        outcome.ErrorCode!.ToString().ShouldBe("transport:answer_too_large");
        outcome.StatusCode.ShouldBe(200);
        outcome.ResponseExcerpt.ShouldBe(new string('x', ResponseExcerpt.MaxBytes));
    }

    [Fact]
    public async Task Exactly_one_mebibyte_is_read()
    {
        var answer = new byte[HttpHubConnector.MaxAnswerBytes];
        Array.Fill(answer, (byte)'x');
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            http.Response.ContentType = "text/plain";
            await http.Response.Body.WriteAsync(answer, http.RequestAborted);
        });

        (await Deliver(hub.Url)).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_2xx_delivers_nothing()
    {
        using var hub = RawHub.Doing(async socket =>
        {
            await RawHub.Send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"transfer_id\":");
            RawHub.Reset(socket);
        });

        var outcome = await Deliver(hub.Url);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("connection reset");
        outcome.ErrorCode!.ToString().ShouldBe("transport:connection_reset");
    }

    [Fact]
    public async Task An_answer_shorter_than_it_says_delivers_nothing()
    {
        using var hub = RawHub.Doing(async socket =>
        {
            await RawHub.Send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"transfer_id\":");
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
        });

        var outcome = await Deliver(hub.Url);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("connection closed before the answer's end");
        outcome.StatusCode.ShouldBe(200);
        outcome.ResponseExcerpt.ShouldBe("{\"transfer_id\":");
    }

    [Fact]
    public async Task A_hub_that_closes_without_a_word_delivers_nothing()
    {
        using var hub = RawHub.Doing(socket =>
        {
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
            return Task.CompletedTask;
        });

        (await Deliver(hub.Url)).ShouldBe(Broken(TransportFault.ConnectionClosed, "connection closed before the answer's end"));
    }

    [Fact]
    public async Task Something_that_does_not_speak_HTTP_delivers_nothing()
    {
        using var hub = RawHub.Doing(socket => RawHub.Send(socket, "220 mail.example.com ESMTP ready\r\n\r\n"));

        (await Deliver(hub.Url)).ShouldBe(Broken(TransportFault.NotHttp, "answer is not HTTP"));
    }

    [Fact]
    public async Task Endless_headers_are_not_read()
    {
        using var hub = RawHub.Doing(async socket =>
        {
            await RawHub.Send(socket, "HTTP/1.1 200 OK\r\n");
            await RawHub.Send(socket, new StringBuilder().Insert(0, $"X-Long: {new string('x', 1000)}\r\n", 200).ToString());
        });

        (await Deliver(hub.Url)).Error.ShouldBe("answer headers too large");
    }

    private static DeliveryOutcome Broken(TransportFault fault, string error) =>
        DeliveryOutcome.Failed(AttemptOutcome.Transient, ErrorCodes.Transport(fault), error);

    private static async Task<DeliveryOutcome> Deliver(Uri url)
    {
        using var connector = new HttpHubConnector(new HubOptions { Url = url }, ReceiptSignatures.NotChecked, TimeProvider.System);
        return await connector.Deliver(Sample.Delivery(), Ct);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity, br")]
    public async Task A_body_in_a_coding_nobody_asked_for_confirms_nothing(string coding)
    {
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            http.Response.Headers.ContentEncoding = coding;
            await http.Response.Body.WriteAsync(new byte[] { 0x1f, 0x8b, 8 });
        });

        var outcome = await Deliver(hub.Url);

        (outcome.Outcome, outcome.Error, outcome.StatusCode).ShouldBe(
            (AttemptOutcome.Transient, "answer is compressed, which was not asked for", 200)
        );
    }

    [Fact]
    public async Task A_body_that_says_it_is_in_no_coding_is_read()
    {
        var delivery = Sample.Delivery();
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            http.Response.Headers.ContentEncoding = "identity";
            await http.Response.Body.WriteAsync(Sample.Receipt(delivery));
        });

        (await Deliver(hub.Url)).Evidence.ShouldBe(Evidence.Receipt);
    }
}
