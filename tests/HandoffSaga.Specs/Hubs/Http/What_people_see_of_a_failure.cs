using System.Net.Sockets;
using System.Text;
using HandoffSaga.Outbound;
using HandoffSaga.Texts;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class What_people_see_of_a_failure
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, nameof(TransportFault.ConnectionRefused), "connection refused")]
    [InlineData(SocketError.ConnectionReset, nameof(TransportFault.ConnectionReset), "connection reset")]
    [InlineData(SocketError.HostNotFound, nameof(TransportFault.Dns), "name not found")]
    [InlineData(SocketError.TryAgain, nameof(TransportFault.Dns), "name not found")]
    [InlineData(SocketError.HostUnreachable, nameof(TransportFault.HostUnreachable), "host unreachable")]
    [InlineData(SocketError.NetworkUnreachable, nameof(TransportFault.NetworkUnreachable), "network unreachable")]
    [InlineData(SocketError.TimedOut, nameof(TransportFault.ConnectionTimeout), "connection timed out")]
    public void The_socket_s_own_cause_wins(SocketError error, string fault, string words)
    {
        var exception = new HttpRequestException(
            HttpRequestError.ConnectionError,
            "…",
            new IOException("…", new SocketException((int)error))
        );

        TransportErrors.Describe(exception).ShouldBe(new TransportError(Enum.Parse<TransportFault>(fault), words));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, nameof(TransportFault.Dns), "name not found")]
    [InlineData(HttpRequestError.SecureConnectionError, nameof(TransportFault.Tls), "TLS failed")]
    [InlineData(HttpRequestError.InvalidResponse, nameof(TransportFault.NotHttp), "answer is not HTTP")]
    public void Then_what_HTTP_says(HttpRequestError error, string fault, string words)
    {
        TransportErrors
            .Describe(new HttpRequestException(error, "…"))
            .ShouldBe(new TransportError(Enum.Parse<TransportFault>(fault), words));
    }

    [Fact]
    public void The_unforeseen_is_one_line_too()
    {
        TransportErrors
            .Describe(new NotSupportedException("two\r\nlines"))
            .ShouldBe(new TransportError(TransportFault.Other, @"NotSupportedException: two\u000d\u000alines"));
    }

    [Fact]
    public void Time_limits_are_said_in_seconds()
    {
        TransportErrors.Timeout(TimeSpan.FromSeconds(30)).ShouldBe(new TransportError(TransportFault.Timeout, "timeout after 30 s"));
        TransportErrors.Timeout(TimeSpan.FromMilliseconds(1500)).Text.ShouldBe("timeout after 1.5 s");
    }

    [Fact]
    public void Of_an_answer_the_first_two_KiB_without_half_a_character()
    {
        var body = Encoding.UTF8.GetBytes(new string('x', ResponseExcerpt.MaxBytes - 1) + "é and more");

        ResponseExcerpt.Of(body).ShouldBe(new string('x', ResponseExcerpt.MaxBytes - 1));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_such()
    {
        ResponseExcerpt.Of([0x61, 0xFF, 0x00, 0x1B, 0xC3]).ShouldBe("a\uFFFD\\u0000\\u001b\uFFFD");
    }

    [Fact]
    public void Nothing_can_move_the_cursor_or_turn_the_text_around()
    {
        PrintableText.Escape("a\u001b[2Jb\u0085c\u2028d\u202Ee\ud800f 😀").ShouldBe(@"a\u001b[2Jb\u0085c\u2028d\u202ee\ud800f 😀");
    }
}
