using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Wire;

/// <summary>What the API answers is about the request, never about the libraries the service is made of.</summary>
public sealed class When_an_endpoint_meets_bad_input : IAsyncLifetime
{
    private static readonly string[] Bodies =
    [
        "",
        " ",
        "\ufeff",
        "{",
        "[",
        """{"a":""",
        """{"a":"b""",
        """{"a":1,}""",
        """{"a":[1,]}""",
        "{]",
        "]",
        "// no\n{}",
        "words",
        "[]",
        "null",
        "1",
        "{}",
        "{} {}",
        """{"a":1,"a":2}""",
        """{"leg":"a","leg":"b"}""",
        """{"leg":5,"reason":[],"requested_by":{}}""",
        """{"leg":null,"reason":null,"requested_by":null}""",
        """{"a":"\ud800"}""",
        "{\"a\":\"\u0001\"}",
        """{"a":"\x"}""",
        """{"a":1e999}""",
        """{"package_id":5,"approvals":"none","test_data":[]}""",
        """{"specversion":"1.0","data":5}""",
        """{"messageType":["x"],"message":7}""",
        new string('[', 5000),
    ];

    private static readonly string[] Requests =
    [
        "POST /signoffs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n",
        "POST /signoffs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "POST /signoffs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: -1\r\n\r\n",
        "GET /transfers?limit=%ff%fe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /transfers?from=soon&limit=x&nothing=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /transfers?cursor=!!!! HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /transfers/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /transfers/a%2Fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /ledger/tile/entries/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /ledger/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "DELETE /transfers/PKG-1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
    ];

    private WiredStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await WiredStation.Start();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Theory]
    [InlineData("/signoffs")]
    [InlineData("/transfers/PKG-1/redeliver")]
    public async Task In_a_body_it_says_so_in_its_own_words(string path)
    {
        foreach (
            var body in Bodies.Select(Encoding.UTF8.GetBytes).Append([0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0]).Append([(byte)'{', 0xE9])
        )
        {
            foreach (var type in new[] { "application/json", "text/plain", "application/cloudevents+json", "nonsense" })
            {
                using var content = new ByteArrayContent(body);
                content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var answer = await _station.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

                ((int)answer.StatusCode).ShouldBeInRange(400, 499, text);
                JsonElement.Parse(text).GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
                LibraryWords.ShouldNotBeIn(text, $"{path} {type} {Encoding.UTF8.GetString(body)}");
            }
        }
    }

    [Fact]
    public async Task What_was_rejected_is_explained_in_its_own_words_later_too()
    {
        foreach (var body in Bodies)
            await _station.Post(Encoding.UTF8.GetBytes(body));

        foreach (var item in JsonElement.Parse(await _station.Get("/rejected?limit=100")).GetProperty("items").EnumerateArray())
            LibraryWords.ShouldNotBeIn(item.GetProperty("detail").GetString()!, item.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task In_a_request_too()
    {
        foreach (var request in Requests)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(
                _station.Http.BaseAddress!.Host,
                _station.Http.BaseAddress.Port,
                TestContext.Current.CancellationToken
            );
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(socket.GetStream());

            var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

            answer.ShouldStartWith("HTTP/1.1 4", Case.Sensitive, request);
            LibraryWords.ShouldNotBeIn(answer, request);
        }
    }
}
